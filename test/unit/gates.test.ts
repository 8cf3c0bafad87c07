import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What must go through one place: that no second way was made beside it. */
describe('in the sources', () => {
  const files = new Map(
    readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.ts'))
      .map(name => [name.split(path.sep).join('/'), readFileSync(path.join('src', name), 'utf8')] as const),
  );
  const filesWith = (text: RegExp): string[] => [...files].flatMap(([name, source]) => (text.test(source) ? [name] : [])).toSorted();

  it('a queue gives its runs only to what knows which were asked for', () => {
    assert.deepEqual(filesWith(/\bnew Queue\(/), ['runs/waitingRuns.ts']);
    assert.deepEqual(filesWith(/\bnew AskedRuns\(/), ['runs/waitingRuns.ts']);
    assert.deepEqual(filesWith(/\bnew LocalExecutor\(/), [
      'cli/startedRuns.ts',
      'cli/trainInForeground.ts',
      'cli/trainOnePlanned.ts',
      'cli/trainPlanned.ts',
      'runs/lab.ts',
    ]);
    assert.deepEqual(filesWith(/\bexecutor\.submit\(/), [
      'cli/startedRuns.ts',
      'cli/trainInForeground.ts',
      'cli/trainOnePlanned.ts',
      'cli/trainPlanned.ts',
      'runs/launcher.ts',
    ]);
  });

  it('a run is sent only by what knows which were begun', () => {
    assert.deepEqual(filesWith(/\bsink\.send\(/), ['tracking/uploadSchedule.ts']);
    assert.deepEqual(filesWith(/\bsendRun\(/), ['tracking/wandb/sender.ts', 'tracking/wandb/wandbSink.ts']);
    assert.deepEqual(filesWith(/\bnew Upload\(/), ['tracking/wandb/sender.ts']);
    // Each of them has been told by a person what goes where.
    assert.deepEqual(filesWith(/\bsendRuns\(/), ['cli/exportToMlflow.ts', 'tracking/mlflow/sendRuns.ts', 'ui/export/exportToMlflow.ts']);
  });

  it('no file below a run folder is opened, written or removed for W&B but through the gateway', () => {
    // These take what is open already, look whether something is there, or make a link.
    const harmless = ['closeSync', 'existsSync', 'fstatSync', 'fsyncSync', 'ftruncateSync', 'symlink', 'writeSync'];
    const used = [...files]
      .filter(([name]) => name.startsWith('tracking/') && name !== 'tracking/wandb/trackingFile.ts')
      .flatMap(([, source]) => [...source.matchAll(/import \{([^}]*)\} from 'node:fs(?:\/promises)?'/g)])
      .flatMap(([, names]) => names!.split(',').map(name => name.trim()));
    assert.ok(used.length > 0);
    assert.deepEqual(
      used.filter(name => !harmless.includes(name)),
      [],
    );
    assert.deepEqual(filesWith(/(?:import \* as \w+|import \w+) from 'node:fs(?:\/promises)?'/), []);
  });

  it('what a person or their own settings said is never asked of the settings of a folder', () => {
    const chosen = [...files].flatMap(([, source]) => [...source.matchAll(/chosenSetting\('([^']+)'\)/g)]).map(([, id]) => id!);
    const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      contributes: { configuration: { properties: Record<string, { scope: string }> } };
    };
    assert.ok(chosen.length > 0);
    for (const id of chosen) assert.ok(['application', 'machine'].includes(contributes.configuration.properties[id]!.scope), id);
  });
});
