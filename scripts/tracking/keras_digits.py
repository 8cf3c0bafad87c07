"""A script of the usual kind with Keras and W&B's client, as it is without Digits Lab. What it logs is in the file TRACKING_SAID too, with the time."""

import json
import os
import time

import keras
import numpy as np
import wandb

config = {'epochs': 5, 'batch_size': 128, 'num_filters': 8, 'num_layers': 2, 'activation_function': 'relu', 'seed': 0}
run = wandb.init(project='digits', name='keras', config=config)


def say(**what):
    if 'TRACKING_SAID' in os.environ:
        with open(os.environ['TRACKING_SAID'], 'a') as file:
            print('SAID ' + json.dumps(what), file=file)


say(type='run', id=run.id, config=config)
keras.utils.set_random_seed(config['seed'])
with np.load('mnist.npz') as data:
    x, y, x_test, y_test = data['x_train'][:8000, ..., None] / 255.0, data['y_train'][:8000], data['x_test'][..., None] / 255.0, data['y_test']
layers = [keras.Input((28, 28, 1))]
for _ in range(config['num_layers']):
    layers += [keras.layers.Conv2D(config['num_filters'], 3, activation=config['activation_function']), keras.layers.MaxPooling2D()]
model = keras.Sequential([*layers, keras.layers.Flatten(), keras.layers.Dense(10, activation='softmax')])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])


class Log(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        row = {'epoch': epoch, **{name: float(value) for name, value in logs.items()}}
        wandb.log(row)
        say(type='row', time=time.time(), **row)


model.fit(x, y, epochs=config['epochs'], batch_size=config['batch_size'], validation_split=0.1, verbose=2, callbacks=[Log()])
test_loss, test_accuracy = model.evaluate(x_test, y_test, verbose=0)
wandb.log({'test_loss': test_loss, 'test_accuracy': test_accuracy})
predictions = model.predict(x_test, verbose=0).argmax(axis=1)
np.save('predictions.npy', predictions)
artifact = wandb.Artifact('predictions', type='predictions')
artifact.add_file('predictions.npy')
wandb.log_artifact(artifact)
say(type='end', test_loss=test_loss, test_accuracy=test_accuracy)
wandb.finish()
say(type='done')
