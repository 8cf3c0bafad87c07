"""MNIST's four files, in the folder it is started in, as the archive `mnist.npz` that Keras ships. Needs NumPy."""

import gzip
import sys

import numpy as np


def read(name, begin, *shape):
    with gzip.open(name) as file:
        return np.frombuffer(file.read(), np.uint8, offset=begin).reshape(-1, *shape)


np.savez(
    sys.argv[1],
    x_train=read('train-images-idx3-ubyte.gz', 16, 28, 28),
    y_train=read('train-labels-idx1-ubyte.gz', 8),
    x_test=read('t10k-images-idx3-ubyte.gz', 16, 28, 28),
    y_test=read('t10k-labels-idx1-ubyte.gz', 8),
)
