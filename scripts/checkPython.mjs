// npm run check:python: trains a small run and reads its folder with NumPy, ONNX Runtime and scikit-learn.
//   PYTHON (default python3) needs: pip install numpy onnxruntime onnx scikit-learn
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root, setUp } from './setup.mjs';

// For Python's ONNX Runtime, which has a telemetry as Node's does.
process.env.ORT_DISABLE_TELEMETRY = '1';
await setUp();
const runs = mkdtempSync(path.join(os.tmpdir(), 'digits-python-'));
/**
 * @param {string} command
 * @param {readonly string[]} args
 */
const run = (command, args) => spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
let status = run(process.execPath, ['dist/cli.js', 'train', '--epochs', '1', '--runs', runs]);
if (status === 0) {
  const id = readdirSync(runs).find(name => !name.startsWith('.')) ?? 'no run';
  status = run(process.env.PYTHON ?? 'python3', ['scripts/checkRunFolder.py', path.join(runs, id), 'dist/data/mnist']);
}
rmSync(runs, { recursive: true });
process.exitCode = status;
