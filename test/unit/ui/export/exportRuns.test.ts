import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { LabRun } from '../../../../src/runs/labRun';
import type { Services } from '../../../../src/ui/services';
import type { Disposable } from '../../../../src/util/emitter';
import { MlflowServer } from '../../../mlflowServer/mlflowServer';
import { FakeEditor } from '../../fakeEditor';
import type { FakeInput } from '../../fakeQuickInput';
import { writeRun } from '../../runFolder/writtenRun';

const [one, two] = ['20260101-000001-aaaa', '20260101-000002-aaaa'] as const;
const TOKEN = 'marker1token';

describe('Export', () => {
  const editor = new FakeEditor();
  let installed: Disposable;
  let folder: string;
  let runs: LabRun[];
  const secrets = new Map<string, string>();
  const memory = new Map<string, unknown>();
  const logged: string[] = [];
  before(() => (installed = editor.install()));
  after(() => installed.dispose());
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'digits-export-'));
    runs = [one, two].map(id => ({ id, folder: writeRun(path.join(folder, '.digits', 'runs'), { id }) }) as LabRun);
    editor.chosenPlace = undefined;
    editor.isTrusted = true;
    editor.messages.length = 0;
    editor.opened.length = 0;
    editor.answer = () => undefined;
    for (const kept of [secrets, memory]) kept.clear();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const services = {
    names: { fullOf: (id: string) => `run ${id}` },
    log: { warn: (line: string) => void logged.push(line) },
    context: {
      globalState: { get: (key: string) => memory.get(key), update: async (key: string, value: unknown) => void memory.set(key, value) },
      secrets: {
        get: async (key: string) => secrets.get(key),
        store: async (key: string, value: string) => void secrets.set(key, value),
        delete: async (key: string) => void secrets.delete(key),
      },
    },
  };
  /** The list of what runs can become, and the end of it all. */
  async function ask(of = runs): Promise<{ readonly list: FakeInput; readonly done: Promise<void> }> {
    const { exportRuns } = await import('../../../../src/ui/export/exportRuns');
    // Only these parts are used.
    const done = exportRuns(services as unknown as Services, of);
    return { list: await editor.quickInput.next(), done };
  }

  it('asks what runs become, and writes them where the person says', async () => {
    const { list, done } = await ask();
    assert.equal(list.title, 'Export 2 runs');
    assert.deepEqual(list.rows, ['TensorBoard Event Files', 'MLflow', 'CSV', 'JSON', 'Zip']);
    editor.chosenPlace = path.join(folder, 'runs.csv');
    list.choose('CSV');
    await done;
    assert.deepEqual(readdirSync(folder).toSorted(), ['.digits', 'runs-curves.csv', 'runs.csv']);
    assert.deepEqual(editor.messages, [`Exported 2 runs to ${path.join(folder, 'runs.csv')}.`]);
  });

  it('does nothing where a dialog is left', async () => {
    const first = await ask();
    first.list.escape();
    await first.done;
    const second = await ask(runs.slice(0, 1));
    assert.equal(second.list.title, `Export “run ${one}”`);
    second.list.choose('Zip');
    await second.done;
    assert.deepEqual([readdirSync(folder), editor.messages], [['.digits'], []]);
  });

  it('replaces what the dialog of the system has asked about, and asks about the rest', async () => {
    writeFileSync(path.join(folder, 'runs.csv'), 'mine');
    writeFileSync(path.join(folder, 'runs-curves.csv'), 'mine');
    editor.chosenPlace = path.join(folder, 'runs.csv');
    const kept = await ask();
    kept.list.choose('CSV');
    await kept.done;
    assert.deepEqual(editor.messages, ['Replace runs-curves.csv, already there?']);
    assert.equal(readFileSync(path.join(folder, 'runs.csv'), 'utf8'), 'mine');
    editor.answer = (_message, buttons) => buttons.find(button => button === 'Replace');
    const replaced = await ask();
    replaced.list.choose('CSV');
    await replaced.done;
    assert.notEqual(readFileSync(path.join(folder, 'runs-curves.csv'), 'utf8'), 'mine');
  });

  it('offers nothing that sends in a folder that is not trusted', async () => {
    editor.isTrusted = false;
    const { list, done } = await ask();
    assert.ok(!list.rows.includes('MLflow'));
    list.escape();
    await done;
    const { exportToMlflow } = await import('../../../../src/ui/export/exportToMlflow');
    const sending = exportToMlflow(services as unknown as Services, { what: 'x', toSend: () => assert.fail() });
    await assert.rejects(sending, /Nothing is sent in Restricted Mode/);
  });

  describe('to MLflow', () => {
    let server: MlflowServer;
    beforeEach(async () => {
      server = await MlflowServer.start({ authorization: `Bearer ${TOKEN}` });
    });
    afterEach(() => server.close());

    /** Until the address and the experiment are given. */
    async function begin(): Promise<{ readonly done: Promise<void> }> {
      const { list, done } = await ask();
      list.choose('MLflow');
      const address = await editor.quickInput.next();
      address.type('nonsense');
      assert.match(address.validationMessage ?? '', /is no URL/);
      address.enter(`${server.url}/`);
      const experiment = await editor.quickInput.next();
      assert.equal(experiment.value, memory.get('digitsLab.mlflow.experiment') ?? 'digits-lab');
      experiment.enter('mine');
      return { done };
    }
    const host = (): string => new URL(server.url).host;
    const say = (...answers: readonly string[]): void => {
      editor.answer = (_message, buttons) => buttons.find(button => answers.includes(button));
    };

    it('says what goes where before anything does, and sends nothing without a yes', async () => {
      await (
        await begin()
      ).done;
      assert.deepEqual(editor.messages, [`Send 2 runs to the experiment “mine” at ${host()}?`]);
      assert.deepEqual([server.requests, [...memory]], [[], []]);
    });

    it('asks for a login when the server wants one, keeps it for that server, and shows the run there', async () => {
      say('Send', 'Open');
      const { done } = await begin();
      const wrong = await editor.quickInput.next();
      assert.equal(wrong.title, `Sign in to ${host()}`);
      wrong.enter('wrong');
      const right = await editor.quickInput.next();
      assert.match(right.prompt, /refused the token/);
      right.enter(TOKEN);
      await done;
      assert.deepEqual([...secrets], [[`digitsLab.mlflow.login ${server.url}`, TOKEN]]);
      const [sent] = server.state.runs;
      assert.deepEqual([server.state.runs.length, sent!.artifacts.size, server.breaches], [2, 3, []]);
      assert.deepEqual(editor.opened, [`${server.url}/#/experiments/1/runs/${sent!.id}`]);
      assert.equal(editor.messages.at(-1), `2 runs sent to the experiment “mine” at ${host()}.`);
      assert.ok(![...editor.messages, ...logged].some(text => text.includes(TOKEN)));
      // The next time it is asked for nothing but where, and begins with what was given last.
      say('Send without Files');
      await (
        await begin()
      ).done;
      assert.deepEqual([server.state.runs.length, server.state.runs.at(-1)!.artifacts.size], [4, 0]);
    });

    it('forgets a login that the server takes no longer', async () => {
      secrets.set(`digitsLab.mlflow.login ${server.url}`, 'ada:old');
      say('Send');
      const { done } = await begin();
      const again = await editor.quickInput.next();
      assert.match(again.prompt, /refused the user or password/);
      again.escape();
      await done;
      assert.deepEqual([...secrets], []);
      assert.deepEqual(server.state.runs, []);
    });
  });
});
