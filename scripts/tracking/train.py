"""A script of the usual kind, as a person with W&B's client has it. Prints what it logs, a line of JSON each, with the time."""

import argparse
import json
import math
import os
import sys
import time

import numpy as np
import wandb

parser = argparse.ArgumentParser()
parser.add_argument('--rows', type=int, default=5)
parser.add_argument('--keys', type=int, default=0)
parser.add_argument('--wait', type=float, default=0.3)
parser.add_argument('--gate', help='a folder: row N is logged when it has a file N')
parser.add_argument('--fail', action='store_true')
parser.add_argument('--id')
parser.add_argument('--resume')
options = parser.parse_args()

config = {
    'epochs': 5,
    'batch_size': 64,
    'num_filters': 16,
    'num_layers': 2,
    'activation_function': 'relu',
    'lr': 0.01,
    'nested': {'a': [1, 2], 'b': {'c': 'text'}},
}
run = wandb.init(
    project='tracking', group='a group', job_type='train', tags=['one', 'two'], notes='why', name='usual', config=config, id=options.id, resume=options.resume
)
wandb.define_metric('epoch')
wandb.define_metric('accuracy', step_metric='epoch')
wandb.define_metric('val/*', step_metric='epoch')


def say(**what):
    print('SAID ' + json.dumps(what), flush=True)


say(type='run', id=run.id, pid=os.getpid(), config=config)
for epoch in range(options.rows):
    while options.gate and not os.path.exists(os.path.join(options.gate, str(epoch))):
        time.sleep(0.02)
    row = {'epoch': epoch, 'loss': 1 / (epoch + 1), 'accuracy': 1 - 0.5 / (epoch + 1), 'val/loss': 1.5 / (epoch + 1), 'inner': {'deep': {'er': epoch * 0.25}}}
    row['odd'] = math.nan if epoch == 1 else math.inf if epoch == 2 else 0.5
    for key in range(options.keys):
        row[f'group{key % 7}/key{key}'] = epoch + key / 100
    wandb.log(row)
    if options.keys == 0 or epoch % 1000 == 0:
        print(f'epoch {epoch} of {options.rows}')
        say(type='row', epoch=epoch, time=time.time(), loss=row['loss'], accuracy=row['accuracy'])
    if options.wait:
        time.sleep(options.wait)

if options.fail:
    sys.exit(3)

random = np.random.default_rng(1)
truth = random.integers(0, 10, 1000)
predictions = np.where(random.random(1000) < 0.9, truth, random.integers(0, 10, 1000))
here = os.getcwd()
np.save(os.path.join(here, 'ground_truth.npy'), truth)
np.save(os.path.join(here, 'predictions.npy'), predictions)
artifact = wandb.Artifact('predictions', type='predictions', description='of the test')
artifact.add_file(os.path.join(here, 'predictions.npy'))
artifact.add_file(os.path.join(here, 'ground_truth.npy'))
wandb.log_artifact(artifact)
with open(os.path.join(here, 'notes.txt'), 'w') as file:
    file.write('a file of the run\n')
wandb.save(os.path.join(here, 'notes.txt'), base_path=here)
wandb.log({'confusion': wandb.plot.confusion_matrix(y_true=truth.tolist(), preds=predictions.tolist(), class_names=[f'c{i}' for i in range(10)])})
final = {'test_loss': 0.123, 'test_accuracy': float((truth == predictions).mean())}
wandb.summary.update(final)
say(type='end', **final)
wandb.finish()
say(type='done')
