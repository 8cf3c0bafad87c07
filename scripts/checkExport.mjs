// npm run check:export: exports runs and a comparison of the example folder, and has TensorBoard's EventAccumulator, MLflow's own server and
// client, Python's csv, json and zipfile read back exactly what the runs have.
//   EXPORT_PYTHON names a Python with tensorboard and mlflow; without it one is made below the system's folder for temporary files.
import { setUp, SetupError } from './setup.mjs';

try {
  await setUp();
  const { bundleFile } = await import('./testFiles.mjs');
  await import(await bundleFile('scripts/export/check.ts'));
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
