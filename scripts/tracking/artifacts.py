"""What scripts do with artifacts, beyond logging one; with an argument: uses the artifact of that name. Prints what it finds, a line of JSON
each; its files lie where it was started."""

import json
import os
import sys

import numpy as np
import wandb


def say(**what):
    print('SAID ' + json.dumps(what), flush=True)


def write(name, seed, size=1000):
    with open(name, 'wb') as file:
        file.write(np.random.default_rng(seed).bytes(size))
    return name


def artifact(name, files, **more):
    made = wandb.Artifact(name, type='dataset', **more)
    for number, file in enumerate(files):
        made.add_file(write(file, number + len(name)), name=file)
    return made


if len(sys.argv) > 1:
    run = wandb.init(project='tracking', name='uses')
    say(type='run', id=run.id, config={})
    say(type='folder', folder=os.path.abspath(run.use_artifact(sys.argv[1]).download()))
    run.finish()
    sys.exit()

run = wandb.init(project='tracking', name='artifacts')
say(type='run', id=run.id, config={})
rng = np.random.default_rng(1)
truth, probs = rng.integers(0, 4, 200), rng.random((200, 4))
predictions = probs.argmax(1)
say(type='matrix', matrix=[[int(((truth == i) & (predictions == j)).sum()) for j in range(4)] for i in range(4)])
run.log({'matrix': wandb.plot.confusion_matrix(y_true=truth.tolist(), probs=probs, class_names=list('wxyz'))})

base = artifact('base', ['a.bin', 'b.bin'])
run.log_artifact(base)
base.wait()
say(type='version', version=base.version)
if hasattr(base, 'new_draft'):
    draft = base.new_draft()
    draft.add_file(write('c.bin', 99))
    draft.remove('a.bin')
    run.log_artifact(draft)
    draft.wait()
    say(type='draft')

refers = artifact('refers', ['own.bin'])
refers.add_reference('https://example.invalid/far.bin', name='far.bin', checksum=False)
if hasattr(base, 'get_entry'):
    refers.add_reference(base.get_entry('a.bin'), name='from-a.bin')
    say(type='entry')
run.log_artifact(refers)

for name in ['one.bin', 'two.bin']:
    run.upsert_artifact(artifact('parts', [name]), distributed_id='together')
run.finish_artifact(artifact('parts', ['three.bin']), distributed_id='together')

with open('large.bin', 'wb') as file:
    file.truncate(2_200_000_000)
large = artifact('large', ['small.bin'])
large.add_file('large.bin')
run.log_artifact(large)
run.finish()
os.remove('large.bin')
say(type='done')
