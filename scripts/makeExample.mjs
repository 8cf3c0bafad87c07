// npm run example: makes the example workspace anew: two comparisons on 6,000 images of MNIST, 2 epochs, 5 seeds. Run folders are kept in the
// repository without models and checkpoints; prints what README quotes. Takes some minutes; what else runs here is in the times.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root, setUp } from './setup.mjs';

const setting = ['--epochs', '2', '--train-samples', '6000', '--seeds', '5', '--threads', '1'];
const ofFilters = ['num_filters', '8', '32', '--hypothesis', 'More filters see more kinds of strokes.', '--expect', 'higher'];
const ofActivation = [
  'activation_fun',
  'relu',
  'sigmoid',
  '--hypothesis',
  'Sigmoids pass on too little of the gradient.',
  '--expect',
  'lower',
];
// Of relu with 32 filters there are results by then, which nobody may have seen who has a hypothesis.
const questions = [ofFilters, [...ofActivation, '--fresh']];

await setUp();
const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-example-'));
try {
  // A repository of its own, so that nobody is named as the author.
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
  execFileSync('git', ['config', 'user.name', 'Digits Lab'], { cwd: folder });
  for (const question of questions) digits('effect', ...question, ...setting);
  const kept = path.join(root, 'examples', 'digits', '.digits');
  rmSync(kept, { recursive: true, force: true });
  const leftOut = ['model', 'checkpoint', 'owner.json', 'wandb'];
  cpSync(path.join(folder, '.digits'), kept, { recursive: true, filter: source => !leftOut.includes(path.basename(source)) });
} finally {
  rmSync(folder, { recursive: true });
}

/** @param {...string} args */
function digits(...args) {
  execFileSync(process.execPath, [path.join(root, 'dist/cli.js'), ...args], { cwd: folder, stdio: 'inherit' });
}
