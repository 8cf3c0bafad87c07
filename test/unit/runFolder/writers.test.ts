import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What changes a folder: of the gateway, and of Node. */
const gateway = [
  'writeFileIn',
  'createFileIn',
  'openToAppendSync',
  'openToChangeSync',
  'removeUnfinished',
  'removeFileIn',
  'removeTree',
  'rename',
];
const node = [
  'writeFile',
  'appendFile',
  'createWriteStream',
  'openSync',
  'rm',
  'rmSync',
  'unlink',
  'rename',
  'truncate',
  'copyFile',
  'cp',
  'symlink',
];
const changing = new Set([...gateway, ...node, ...node.map(name => `${name}Sync`)]);

/** Those of the names that a source imports that change a folder. */
function changes(source: string): string[] {
  const imports = source.matchAll(/^import (?!type)(?:\w+, )?\{([^}]*)\} from '([^']+)'/gm);
  return [...imports].flatMap(([, names, from]) =>
    /^node:fs|\/files\//.test(from!)
      ? names!
          .split(',')
          .map(name => name.trim().split(' ')[0]!)
          .filter(name => changing.has(name))
      : [],
  );
}

function sourcesIn(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts'));
  return Object.fromEntries(names.map(name => [name.replaceAll(path.sep, '/'), readFileSync(path.join(folder, name), 'utf8')]));
}

describe('the files of a run', () => {
  it('are written by its trainer through its hold on the run alone', () => {
    for (const room of ['trainer', 'engine', 'artifacts'])
      for (const [name, source] of Object.entries(sourcesIn(path.join('src', room))))
        assert.deepEqual(changes(source), [], `src/${room}/${name}`);
  });

  it('are changed by few others, each with its own guard', () => {
    const writers = Object.entries(sourcesIn('src/runFolder')).filter(([, source]) => changes(source).length > 0);
    assert.deepEqual(
      writers.map(([name]) => name).toSorted(),
      // Labels and notes are a person's and go with a lock; an export goes where a person says; the others: see their first lines.
      [
        'deleteRun.ts',
        'eventsFile.ts',
        'exporting/writeExport.ts',
        'fileLock.ts',
        'gitignore.ts',
        'importing/drafts.ts',
        'importing/importedRun.ts',
        'labels.ts',
        'notes.ts',
        'ownership.ts',
        'recording/consoleFile.ts',
        'recording/lineFile.ts',
        'recording/newRecording.ts',
        'recording/recordedFiles.ts',
        'recording/recordingWriter.ts',
        'report/writeReport.ts',
        'runWriter.ts',
        'trash.ts',
      ],
    );
  });

  it('are guarded by a rule that sees what is bad', () => {
    assert.deepEqual(changes("import { readFile, writeFile } from 'node:fs/promises';"), ['writeFile']);
    assert.deepEqual(changes("import {\n  writeFileIn as x,\n} from '../files/writeFiles';\nimport type { rm } from 'node:fs';"), [
      'writeFileIn',
    ]);
  });
});
