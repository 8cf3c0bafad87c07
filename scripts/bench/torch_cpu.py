"""PyTorch on the CPU at its best: compiled, channels_last, fused Adam, one thread a core. Needs torch and a C++ compiler."""
import os, resource, time
import torch
from torch import nn

N, B = 6000, 128
torch.set_num_threads(os.cpu_count())
model = nn.Sequential(
    nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
    nn.Flatten(), nn.Dropout(.5), nn.Linear(1600, 10)).to(memory_format=torch.channels_last)
images = torch.rand(N, 1, 28, 28).to(memory_format=torch.channels_last)
labels = torch.randint(0, 10, (N,))
compiled = torch.compile(model)
optimizer, loss = torch.optim.Adam(model.parameters(), fused=True), nn.CrossEntropyLoss()


def epoch(count):
    for i in range(0, count // B * B, B):
        optimizer.zero_grad()
        loss(compiled(images[i:i + B]), labels[i:i + B]).backward()
        optimizer.step()


epoch(B)
print('first_step_ms', 1000 * time.time() - float(os.environ['BENCH_BEGAN_MS']))
epoch(1024)
for _ in range(6):
    began = time.time()
    epoch(N)
    print('fit', N // B * B / (time.time() - began))
model.eval()
with torch.inference_mode():
    for _ in range(4):
        began = time.time()
        for i in range(0, N, 1000):
            model(images[i:i + 1000])
        print('predict', N / (time.time() - began))
print('peak_mb', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
