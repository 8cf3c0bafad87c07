// npm run check:comparisons: recomputes the comparisons of a folder (by default the example's) from their run folders with SciPy.
//   FOLDER                    another folder with .digits
//   PYTHON (default python3)  needs: pip install numpy scipy scikit-learn statsmodels
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root, setUp } from './setup.mjs';

const folder = path.resolve(process.argv[2] ?? path.join(root, 'examples', 'digits'));
const comparisons = path.join(folder, '.digits', 'comparisons');
const beside = mkdtempSync(path.join(os.tmpdir(), 'digits-comparisons-'));
await setUp();
for (const id of readdirSync(comparisons)) {
  const plan = JSON.parse(readFileSync(path.join(comparisons, id, 'comparison.json'), 'utf8'));
  const flags = Object.entries(plan.baseline).flatMap(([name, value]) =>
    name === plan.factor ? [] : [`--${name.replaceAll('_', '-')}`, String(value)],
  );
  const asked = ['dist/cli.js', 'effect', plan.factor, ...plan.levels.map(String), ...flags, '--json'];
  const runs = path.join(folder, '.digits', 'runs');
  const said = spawnSync(process.execPath, [...asked, '--runs', runs], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });
  process.stderr.write(said.stderr);
  const file = path.join(beside, `${id}.json`);
  writeFileSync(file, said.stdout);
  const python = process.env.PYTHON ?? 'python3';
  const { status } = spawnSync(python, ['scripts/checkComparison.py', path.join(comparisons, id), file], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
rmSync(beside, { recursive: true });
