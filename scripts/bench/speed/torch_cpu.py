"""PyTorch on the CPU at its best: compiled, channels_last, fused Adam, one thread a core; see program.ts for how it is spoken to.

torch_cpu.py FILTERS BLOCKS BATCH PADDING IMAGES    (needs torch and a C++ compiler)
"""
import os, resource, sys, time
import torch
from torch import nn

filters, blocks, batch, images_of_epoch = (int(sys.argv[i]) for i in (1, 2, 3, 5))
around = 1 if sys.argv[4] == 'same' else 0
torch.set_num_threads(len(os.sched_getaffinity(0)) if hasattr(os, 'sched_getaffinity') else os.cpu_count())
layers, channels, side = [], 1, 28
for block in range(blocks):
    wide = filters * 2 ** block
    layers += [nn.Conv2d(channels, wide, 3, padding=around), nn.ReLU(), nn.MaxPool2d(2)]
    channels, side = wide, (side + 2 * around - 2) // 2
layers += [nn.Flatten(), nn.Dropout(.5), nn.Linear(channels * side * side, 10)]
model = nn.Sequential(*layers).to(memory_format=torch.channels_last)
images = torch.rand(images_of_epoch, 1, 28, 28).to(memory_format=torch.channels_last)
labels = torch.randint(0, 10, (images_of_epoch,))
compiled = torch.compile(model)
optimizer, loss = torch.optim.Adam(model.parameters(), fused=True), nn.CrossEntropyLoss()


def train(count):
    model.train()
    for i in range(0, count, batch):
        optimizer.zero_grad()
        loss(compiled(images[i:i + batch]), labels[i:i + batch]).backward()
        optimizer.step()


def fit():
    train(images_of_epoch)


def predict():
    model.eval()
    with torch.inference_mode():
        for i in range(0, images_of_epoch, 1024):
            model(images[i:i + 1024]).softmax(1)


def say(what, value):
    print(what, value, flush=True)


train(batch)
say('first_step_ms', 1000 * time.time() - float(os.environ['BENCH_BEGAN_MS']))
say('version', 'PyTorch ' + torch.__version__)
fit()
predict()
say('ready', 1)
for command in map(str.strip, sys.stdin):
    if command == 'end':
        break
    began = time.perf_counter()
    {'fit': fit, 'predict': predict}[command]()
    say(command, images_of_epoch / (time.perf_counter() - began))
say('peak_mb', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
