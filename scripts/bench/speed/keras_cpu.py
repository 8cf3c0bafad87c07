"""Keras on the CPU, on made-up images; see program.ts for how it is spoken to.

keras_cpu.py FILTERS BLOCKS BATCH PADDING IMAGES arrays|cached    (needs tensorflow-cpu or tensorflow, and NumPy)
`arrays` hands fit() the arrays, as most examples do; `cached` a tf.data pipeline of whole batches that is kept, which is Keras at its best.
"""
import os
os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
import resource, sys, time
import numpy as np, tensorflow as tf

filters, blocks, batch, images_of_epoch = (int(sys.argv[i]) for i in (1, 2, 3, 5))
padding, feed = sys.argv[4], sys.argv[6]
threads = len(os.sched_getaffinity(0)) if hasattr(os, 'sched_getaffinity') else os.cpu_count()
tf.config.threading.set_intra_op_parallelism_threads(threads)
tf.config.threading.set_inter_op_parallelism_threads(threads)
L = tf.keras.layers
model = tf.keras.Sequential([L.Input((28, 28, 1))])
for block in range(blocks):
    model.add(L.Conv2D(filters * 2 ** block, 3, activation='relu', padding=padding))
    model.add(L.MaxPooling2D(2))
for layer in (L.Flatten(), L.Dropout(.5), L.Dense(10, activation='softmax')):
    model.add(layer)
model.compile('adam', 'categorical_crossentropy', metrics=['accuracy'])
images = np.random.rand(images_of_epoch, 28, 28, 1).astype('f4')
labels = np.eye(10, dtype='f4')[np.random.randint(0, 10, images_of_epoch)]
cached = tf.data.Dataset.from_tensor_slices((images, labels)).batch(batch, drop_remainder=True).cache().prefetch(2) if feed == 'cached' else None


def fit():
    if cached is None:
        model.fit(images, labels, batch_size=batch, epochs=1, verbose=0)
    else:
        model.fit(cached, epochs=1, verbose=0)


def predict():
    model.predict(images, batch_size=1024, verbose=0)


def say(what, value):
    print(what, value, flush=True)


model.train_on_batch(images[:batch], labels[:batch])
say('first_step_ms', 1000 * time.time() - float(os.environ['BENCH_BEGAN_MS']))
say('version', 'TensorFlow ' + tf.__version__)
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
