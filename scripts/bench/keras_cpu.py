"""Keras on the CPU: the Keras MNIST example on made-up images. Needs tensorflow-cpu (or tensorflow) and NumPy."""
import os
os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
import resource, time
import numpy as np, tensorflow as tf

N, B = 6000, 128
L = tf.keras.layers
model = tf.keras.Sequential([
    L.Conv2D(32, 3, activation="relu", input_shape=(28, 28, 1)), L.MaxPooling2D(2), L.Conv2D(64, 3, activation='relu'), L.MaxPooling2D(2),
    L.Flatten(), L.Dropout(.5), L.Dense(10, activation='softmax')])
model.compile('adam', 'categorical_crossentropy', metrics=['accuracy'])
images = np.random.rand(N, 28, 28, 1).astype('f4')
labels = np.eye(10, dtype='f4')[np.random.randint(0, 10, N)]
model.train_on_batch(images[:B], labels[:B])
print('first_step_ms', 1000 * time.time() - float(os.environ['BENCH_BEGAN_MS']))
model.fit(images[:1024], labels[:1024], batch_size=B, verbose=0)
for _ in range(6):
    began = time.time()
    model.fit(images, labels, batch_size=B, verbose=0)
    print('fit', N / (time.time() - began))
model.predict(images[:2048], batch_size=1024, verbose=0)
for _ in range(3):
    began = time.time()
    model.predict(images, batch_size=1024, verbose=0)
    print('predict', N / (time.time() - began))
print('peak_mb', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
