"""Makes test/fixtures/arrays: arrays of every type, byte order, order of dimensions and version of the format, as NumPy itself writes them.

    pip install numpy
    python scripts/makeArrayFixtures.py

`stored.npz` and `deflated.npz` hold the same arrays; `expected.json` says what is in them, whole numbers as texts, since JSON's numbers
cannot hold those of 64 bits. `script` is what the Python script that Digits Lab began from leaves: labels as int64.
"""

import json
import pathlib
import zipfile

import numpy as np

FOLDER = pathlib.Path(__file__).parent.parent / "test" / "fixtures" / "arrays"

INTEGERS = ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"]
FLOATS = ["f2", "f4", "f8"]
SHAPES = [(2, 3), (2, 2, 3), (4,), (), (0, 3)]


def numbers(kind, shape):
    """Numbers that use all bytes of their type, the least and the largest among them."""
    count = int(np.prod(shape))
    rng = np.random.default_rng(count)
    if kind == "b1":
        return rng.integers(0, 2, count).astype(bool).reshape(shape)
    if kind in INTEGERS:
        limits = np.iinfo(kind)
        values = rng.integers(limits.min, limits.max, count, dtype=kind, endpoint=True)
        values[:1], values[1:2] = limits.min, limits.max
        return values.reshape(shape)
    values = rng.normal(size=count).astype(kind)
    odd = [np.inf, -np.inf, np.finfo(kind).smallest_subnormal, -0.0, np.finfo(kind).max, np.nan]
    values[: len(odd)] = odd[:count]
    return values.reshape(shape)


def arrays():
    for kind in ["b1", *INTEGERS, *FLOATS]:
        for order in "<>":
            for layout in "CF":
                # All shapes of two of the four only, so that the archives stay small.
                shapes = SHAPES if (order, layout) in [("<", "C"), (">", "F")] else SHAPES[:1]
                for version, shape in zip([(1, 0), (2, 0), (3, 0), (1, 0), (1, 0)], shapes):
                    array = np.array(numbers(kind, shape), dtype=order + kind, order=layout)
                    name = f"{kind}{'_big' if order == '>' else ''}_{layout}_v{version[0]}_{len(shape)}d{'_empty' if array.size == 0 else ''}"
                    yield name, array, version


def text(value):
    return str(value) if isinstance(value, int) else repr(value)


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    expected = {}
    for file, method in [("stored.npz", zipfile.ZIP_STORED), ("deflated.npz", zipfile.ZIP_DEFLATED)]:
        with zipfile.ZipFile(FOLDER / file, "w", method) as archive:
            for name, array, version in arrays():
                # Always the same bytes; NumPy writes archives of its own with the numbers of ZIP64, too.
                info = zipfile.ZipInfo(f"{name}.npy", (2026, 1, 1, 0, 0, 0))
                info.compress_type = method
                with archive.open(info, "w", force_zip64=True) as member:
                    np.lib.format.write_array(member, array, version=version)
                shown = array.astype(np.uint8) if array.dtype == bool else array
                expected[name] = {"shape": array.shape, "values": [text(value) for value in shown.flatten(order="C").tolist()]}
    (FOLDER / "expected.json").write_text(json.dumps({"numpy": np.__version__, "arrays": expected}) + "\n")

    rng = np.random.default_rng(7)
    truth = rng.integers(0, 10, 200)
    predictions = np.where(rng.random(200) < 0.9, truth, rng.integers(0, 10, 200))
    logits = rng.normal(size=(200, 10)) + 4 * np.eye(10)[predictions]
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities = (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32)
    script = FOLDER / "script"
    script.mkdir(exist_ok=True)
    np.save(script / "ground_truth.npy", truth)
    np.save(script / "predictions.npy", predictions)
    # As a program of today leaves them: one archive, columns first.
    np.savez_compressed(FOLDER / "evaluation.npz", y_true=truth.astype(">i2"), y_prob=np.asfortranarray(probabilities))
    # What must not be unpickled, and what has fields.
    np.save(FOLDER / "objects.npy", np.array([1, "two", None], dtype=object), allow_pickle=True)
    np.save(FOLDER / "fields.npy", np.zeros(3, dtype=[("label", "<i4"), ("score", "<f4", (2,))]))
    for file in sorted(FOLDER.rglob("*")):
        if file.is_file():
            print(f"{file.relative_to(FOLDER)}: {file.stat().st_size} bytes")


main()
