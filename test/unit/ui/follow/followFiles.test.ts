import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { listRuns } from '../../../../src/runFolder/listRuns';
import type { FollowFiles } from '../../../../src/ui/follow/followFiles';
import { Disposables } from '../../../../src/util/disposables';
import type { Disposable } from '../../../../src/util/emitter';
import { until, untilReads } from '../../../until';
import { FakeEditor } from '../../fakeEditor';
import { workFolders } from '../../follower/followedFixture';

describe('log files that are followed in the editor', () => {
  let editor: FakeEditor;
  let installed: Disposable;
  let disposables: Disposables;
  let kept: Map<string, unknown>;
  let logged: string[];
  let extension: string;
  before(() => (installed = (editor = new FakeEditor()).install()));
  after(() => installed.dispose());
  const prepare = (): void => {
    [disposables, kept, logged] = [new Disposables(), new Map(), []];
    extension = path.resolve('.');
    editor.messages.length = 0;
    editor.changed.clear();
    [editor.isTrusted, editor.files, editor.chosenPlace, editor.answer] = [true, [], undefined, () => undefined];
    editor.openFolder(folders().root);
  };
  // Before its folders are gone.
  afterEach(() => disposables.dispose());
  const folders = workFolders();

  beforeEach(prepare);

  const log = (line: string): void => void logged.push(line);
  const parts = () =>
    ({
      context: {
        extensionUri: { fsPath: extension },
        workspaceState: {
          get: (key: string) => kept.get(key),
          update: (key: string, value: unknown) => Promise.resolve(kept.set(key, value)),
        },
      },
      locations: [{ runsFolder: folders().runsFolder, queueFile: path.join(folders().root, '.digits', 'queue.json') }],
      log: { info: log, warn: log, error: log },
      disposables,
    }) as unknown as ConstructorParameters<typeof FollowFiles>[0];
  const begin = async (): Promise<FollowFiles> => {
    const made = new (await import('../../../../src/ui/follow/followFiles')).FollowFiles(parts());
    made.bringUp();
    return made;
  };
  const training = (): string => path.join(folders().root, 'logs', 'training.csv');
  const writeLog = (): void => {
    mkdirSync(path.dirname(training()), { recursive: true });
    writeFileSync(training(), 'epoch,loss\n0,0.5\n');
  };
  const statuses = async (): Promise<string[]> => (await listRuns(folders().runsFolder)).runs.map(({ status }) => status);

  it('are those that a person chose, which the setting has then, until it is switched off', async () => {
    writeLog();
    const following = await begin();
    editor.chosenPlace = path.dirname(training());
    const choosing = following.choose();
    (await editor.quickInput.next()).choose('A Folder…');
    await choosing;
    assert.deepEqual(editor.changed.get('digitsLab.follow'), ['logs']);
    await untilReads('the runs', statuses, ['running']);
    await until({ isSo: () => editor.messages.some(one => one.startsWith('1 log followed')), seen: () => editor.messages });
    await following.stop();
    assert.deepEqual([editor.changed.get('digitsLab.follow'), following.isOn], [[], false]);
    await untilReads('the runs', statuses, ['interrupted']);
  });

  it('may lie elsewhere where a person chose them there, and not where the setting says so', async () => {
    writeLog();
    const elsewhere = path.join(path.dirname(folders().root), 'elsewhere');
    mkdirSync(elsewhere);
    writeFileSync(path.join(elsewhere, 'metrics.csv'), 'epoch,step,loss\n0,9,0.5\n');
    editor.changed.set('digitsLab.follow', ['../elsewhere']);
    const following = await begin();
    assert.equal(following.isOn, false);
    assert.match(editor.messages.join(), /outside of the open folder/);
    editor.chosenPlace = elsewhere;
    const choosing = following.choose();
    (await editor.quickInput.next()).choose('A Folder…');
    await choosing;
    await untilReads('the runs', statuses, ['running']);
    assert.deepEqual([kept.get('followedElsewhere'), editor.changed.get('digitsLab.follow')], [[elsewhere], ['../elsewhere']]);
    await following.stop();
    assert.equal(following.isOn, false);
  });

  it('are none in a folder that is not trusted', async () => {
    writeLog();
    editor.changed.set('digitsLab.follow', ['logs']);
    editor.isTrusted = false;
    await begin();
    await disposables.dispose();
    assert.deepEqual([await statuses(), logged], [[], []]);
    const { capabilities } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
    };
    assert.ok(capabilities.untrustedWorkspaces.restrictedConfigurations.includes('digitsLab.follow'));
  });

  it('are followed further without the one that a process came to a bad end with', async () => {
    extension = path.join(folders().root, 'extension');
    mkdirSync(path.join(extension, 'dist'), { recursive: true });
    const program = `process.on('message', ({ type, leftOut }) => {
      if (type === 'stop') process.exit(0);
      const next = ['/lab/a.csv', '/lab/b'].find(one => !leftOut.includes(one));
      if (next === undefined) return process.send({ type: 'following', runs: leftOut.length });
      process.send({ type: 'reading', path: next }, () => process.exit(7));
    });`;
    writeFileSync(path.join(extension, 'dist', 'follower.js'), program);
    editor.changed.set('digitsLab.follow', ['logs']);
    await begin();
    await until({ isSo: () => logged.some(one => one === 'Log files: 2 runs followed.'), seen: () => logged });
    assert.match(logged[0]!, /^\/lab\/a\.csv is not followed any more: the process that read it was given up: exit code 7/);
    assert.match(logged[1]!, /^\/lab\/b is not followed any more/);
    assert.equal(logged.length, 3);
  });

  it('are offered once where there are some', async () => {
    writeLog();
    writeFileSync(path.join(folders().root, 'iris.csv'), 'length,width\n1,2\n');
    editor.files = [training(), path.join(folders().root, 'iris.csv')];
    const { offerToFollow } = await import('../../../../src/ui/follow/followOffer');
    const following = await begin();
    editor.answer = message => (/found 1 log file .*\(logs\)/.test(message) ? 'Follow' : undefined);
    const offer = (): void => offerToFollow({ ...parts(), following });
    offer();
    await untilReads('the runs', statuses, ['running']);
    assert.deepEqual(editor.changed.get('digitsLab.follow'), ['logs']);
    await following.stop();
    editor.messages.length = 0;
    offer();
    assert.deepEqual([kept.get('askedToFollow'), editor.messages], [true, []]);
  });
});
