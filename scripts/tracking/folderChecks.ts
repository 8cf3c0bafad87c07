import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Report } from '../wandb/report';
import type { TrackedFolder } from './runFolder';
import type { Script } from './script';

/** The rows are those that a script printed. */
export function checkRows(found: TrackedFolder | undefined, script: Script, count: number): void {
  assert.ok(found, 'there is no run');
  const rows = found.rows.filter(row => 'loss' in row);
  assert.equal(rows.length, count);
  for (const [i, row] of rows.entries()) {
    const said = script.rows()[i]!;
    assert.deepEqual([row['epoch'], row['loss'], row['accuracy']], [said['epoch'], said['loss'], said['accuracy']]);
    assert.equal(row['odd'], i === 1 ? 'NaN' : i === 2 ? 'Infinity' : 0.5);
    assert.equal(row['inner.deep.er'] ?? (row['inner'] as { deep: { er: number } }).deep.er, i * 0.25);
  }
}

/** All that train.py leaves is in its run. @param hasPatterns whether its client tells of metrics that are defined by a pattern */
export async function checkFolder(
  report: Report,
  found: TrackedFolder | undefined,
  { script, rows, hasPatterns = true }: { readonly script: Script; readonly rows: number; readonly hasPatterns?: boolean },
): Promise<void> {
  const end = script.said.find(({ type }) => type === 'end');
  await report.check('  its rows are those that it printed', () => checkRows(found, script, rows));
  if (!found) return;
  const { overview, recording, folder } = found;
  await report.check('  settings, parameters, name, tags, notes, group, job type, metrics', () => {
    assert.deepEqual(recording.config, script.said[0]!['config']);
    const { epochs, batch_size, num_filters, num_layers, activation_fun, learning_rate } = overview.config.parameters;
    assert.deepEqual([epochs, batch_size, num_filters, num_layers, activation_fun, learning_rate], [5, 64, 16, 2, 'relu', 0.01]);
    assert.deepEqual([overview.labels.name, overview.labels.tags], ['usual', ['one', 'two']]);
    assert.equal(readFileSync(path.join(folder, 'notes.md'), 'utf8'), 'why');
    assert.deepEqual([recording.group, recording.jobType, recording.project], ['a group', 'train', 'tracking']);
    const overEpochs = recording.metrics.filter(({ step }) => step === 'epoch').map(({ name }) => name.replace('*', 'loss'));
    assert.deepEqual(overEpochs.toSorted(), hasPatterns ? ['accuracy', 'val/loss'] : ['accuracy']);
  });
  await report.check('  state, exit code, test loss and accuracy, epochs', () => {
    const { summary } = overview;
    assert.deepEqual([overview.status, recording.exitCode, recording.missing], ['completed', 0, []]);
    assert.deepEqual([summary?.testLoss, summary?.testAccuracy, summary?.epochs], [end?.['test_loss'], end?.['test_accuracy'], rows]);
  });
  await report.check('  the artifact and the file, byte for byte, and the matrix', () => {
    for (const name of ['predictions.npy', 'ground_truth.npy'])
      assert.deepEqual(readFileSync(path.join(folder, 'artifacts/predictions/v0', name)), readFileSync(path.join(script.folder, name)));
    assert.deepEqual(readFileSync(path.join(folder, 'files/notes.txt')), readFileSync(path.join(script.folder, 'notes.txt')));
    const { confusionMatrix, testAccuracy } = overview.summary!;
    const right = confusionMatrix!.reduce((sum, row, i) => sum + row[i]!, 0);
    assert.equal(right / 1000, testAccuracy);
  });
  await report.check('  its console', () => {
    for (let epoch = 0; epoch < rows; epoch++) assert.ok(found.console.includes(`epoch ${epoch} of ${rows}`), found.console.join('\n'));
  });
}
