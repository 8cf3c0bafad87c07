// npm run check:terminal: what test/e2e/pythonScripts.test.ts shows of one client, of wandb 0.16.2, 0.29.0 and the newest, and a script that trains
// with Keras on MNIST, in the terminal of VS Code; each row is to be on the chart within 3 s of its log, of 0.16.2 within 5 s.
//   Makes a venv of each, with Keras and JAX, below a temporary folder; TERMINAL_VENVS names one that is kept. Not on Windows.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root, setUp } from './setup.mjs';

await setUp();
const { bundleFile } = await import('./testFiles.mjs');
const { kerasClients, writeKerasData } = await import(await bundleFile('scripts/tracking/keras.ts'));
const work = mkdtempSync(path.join(os.tmpdir(), 'digits-terminal-'));
try {
  const clients = await kerasClients(process.env.TERMINAL_VENVS ?? path.join(work, 'venvs'));
  const data = path.join(work, 'mnist.npz');
  await writeKerasData(clients.at(-1).python, data);
  for (const { python, version } of clients) {
    console.log(`\nwandb ${version}`);
    const limit = version.startsWith('0.16') ? '5' : '3';
    const env = { ...process.env, TRACKING_PYTHON: python, TRACKING_DATA: data, TRACKING_SECONDS: limit };
    const { status } = spawnSync(process.execPath, ['scripts/test.mjs', 'test/e2e/pythonScripts.test.ts'], {
      cwd: root,
      env,
      stdio: 'inherit',
    });
    if (status !== 0) process.exitCode = 1;
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
