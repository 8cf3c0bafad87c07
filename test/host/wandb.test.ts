import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { SyncState } from '../../src/contract/tracking';
import type { CommandId, SettingValues } from '../../src/contributions';
import type { ForTests } from '../../src/extension';
import { keepKey, signOut } from '../../src/ui/wandb/signIn';
import { decide, decisionOn } from '../../src/ui/wandb/envFile';
import { secretName, wandbChoice, wandbSettings } from '../../src/ui/wandb/wandbSettings';
import { until } from '../until';
import { untilLab } from '../untilLab';
import type { RunState } from '../wandbServer/serverState';
import { WandbServer } from '../wandbServer/wandbServer';
import { clear, extension, labelOf, quick, shownRows, workspaceFolder } from './extension';

const run = <T>(command: CommandId, ...rest: unknown[]): Thenable<T> => vscode.commands.executeCommand<T>(command, ...rest);

describe('runs on Weights & Biases', () => {
  let parts: ForTests;
  let server: WandbServer;
  before(async () => {
    parts = await extension.activate();
  });
  beforeEach(async () => {
    server = await WandbServer.start();
    await set('digitsLab.wandb.baseUrl', server.url);
  });
  afterEach(async () => {
    await clear(parts);
    for (const id of ['mode', 'project', 'baseUrl'] as const) await set(`digitsLab.wandb.${id}`, undefined);
    await parts.context.secrets.delete(secretName(server.url));
    rmSync(envFile(), { force: true });
    const { workspaceState } = parts.context;
    for (const key of workspaceState.keys()) if (key.startsWith('wandb.envFile')) await workspaceState.update(key, undefined);
    assert.deepEqual(server.breaches, []);
    await server.close();
  });

  const set = <K extends keyof SettingValues>(id: K, value: SettingValues[K] | undefined): Thenable<void> =>
    vscode.workspace.getConfiguration().update(id, value, vscode.ConfigurationTarget.Global);
  const envFile = (): string => path.join(workspaceFolder(), '.env');
  const signIn = (): Promise<string> => keepKey(parts.context.secrets, server.url, server.key);
  const train = async (): Promise<string> => {
    const id = await run<string>('digitsLab.train', { parameters: quick, open: false });
    await untilLab(parts.lab, () => parts.lab.find(id)?.status === 'completed');
    return id;
  };
  const stateOf = (id: string): SyncState | undefined => parts.tracker.stateOf(parts.lab.find(id)!.folder)?.sync;
  const untilState = (id: string, status: SyncState['status']): Promise<void> =>
    until({
      isSo: () => stateOf(id)?.status === status,
      what: `${id} ${status} at W&B`,
      seen: () => [stateOf(id), server.requests.slice(-5).map(({ operation, status: answer }) => `${operation} ${answer}`)],
      on: look => [parts.tracker.onChanged(look)],
    });
  const sentRun = (id: string, project = 'digits-lab'): RunState | undefined => server.state.runs[`digits/${project}/${id}`];
  const partLabels = async (id: string): Promise<string[]> => {
    const shown = (await shownRows(parts.tree)).find(({ row }) => 'runId' in row && row.runId === id)!;
    return (await shownRows(parts.tree, shown.row)).map(({ item }) => `${labelOf(item)} ${String(item.description)}`);
  };
  const contextOf = async (id: string): Promise<string | undefined> =>
    (await shownRows(parts.tree)).find(({ row }) => 'runId' in row && row.runId === id)?.item.contextValue;

  it('keeps a key for the server that accepted it, and for no other', async () => {
    const { secrets } = parts.context;
    assert.equal(await signIn(), 'digits');
    assert.equal(await secrets.get(secretName(server.url)), server.key);
    assert.equal(await secrets.get(secretName('https://api.wandb.ai')), undefined);
    await signOut(parts.context);
    assert.equal(await secrets.get(secretName(server.url)), undefined);
  });

  it('keeps none that is refused, and none that cannot be one', async () => {
    const { secrets } = parts.context;
    const wrong = 'f'.repeat(40);
    await assert.rejects(
      keepKey(secrets, server.url, wrong),
      ({ message }: Error) => /refused the key/.test(message) && !message.includes(wrong),
    );
    await assert.rejects(keepKey(secrets, server.url, 'short'), /expected at least 40 characters/);
    assert.equal(await secrets.get(secretName(server.url)), undefined);
    assert.equal(server.requests.length, 1, 'what cannot be a key is not sent');
  });

  it('lets no .env say which server it is', () => {
    assert.equal(wandbSettings(parts.context.workspaceState).target.baseUrl, server.url);
    writeFileSync(envFile(), `WANDB_TOKEN=${'d'.repeat(40)}\nWANDB_BASE_URL=https://elsewhere.example.com\n`);
    assert.equal(wandbSettings(parts.context.workspaceState).target.baseUrl, server.url);
  });

  it('says nothing of it in the tree while it is off', async () => {
    await signIn();
    const id = await train();
    assert.equal(stateOf(id), undefined);
    assert.ok(!(await partLabels(id)).some(label => label.startsWith('Weights')));
    assert.equal(await contextOf(id), 'run completed');
    assert.ok(!existsSync(path.join(parts.lab.find(id)!.folder, 'wandb')));
    assert.ok(!server.requests.some(({ operation }) => operation === 'UpsertBucket'));
    await assert.rejects(async () => run('digitsLab.wandb.openRun', id), /no page at Weights & Biases yet/);
  });

  it('sends what is trained online, and shows how far it is', async () => {
    await signIn();
    await set('digitsLab.wandb.mode', 'online');
    await set('digitsLab.wandb.project', 'from the editor');
    const id = await train();
    await untilState(id, 'synced');
    const sent = sentRun(id, 'from the editor');
    assert.deepEqual([sent?.finished, sent?.history.length], [true, 3]);
    assert.ok((await partLabels(id)).includes('Weights & Biases synced'));
    assert.equal(await contextOf(id), 'run completed linked');
    assert.equal(stateOf(id)?.url, `${server.url}/digits/from%20the%20editor/runs/${id}`);
    const log = readFileSync(path.join(parts.lab.find(id)!.folder, 'events.jsonl'), 'utf8');
    assert.ok(!log.includes(server.key));
  });

  const writeEnv = (project: string): void =>
    writeFileSync(envFile(), `WANDB_TOKEN=${server.key}\nWANDB_BASE_URL=${server.url}\nWANDB_PROJECT=${project}\n`);

  it('sends a run by command, recorded or not, with a key of .env that is allowed', async () => {
    const [one, two] = [await train(), await train()];
    writeEnv('of-env');
    const { open } = wandbChoice(parts.context.workspaceState);
    assert.equal(open?.givesKey, true);
    await decide(open, 'allowed', parts.context.workspaceState);
    await run('digitsLab.wandb.sync', one, [{ runId: one }, { runId: two }]);
    for (const id of [one, two]) {
      assert.equal(stateOf(id)?.status, 'synced');
      assert.equal(sentRun(id, 'of-env')?.history.length, 3);
    }
    await run('digitsLab.wandb.sync', one);
    assert.equal(sentRun(one, 'of-env')?.history.length, 3, 'nothing is sent twice');
  });

  it('takes nothing from a .env before it is allowed, and asks again about another project', async () => {
    const { workspaceState } = parts.context;
    await set('digitsLab.wandb.mode', 'online');
    writeEnv('of-env');
    assert.equal(wandbSettings(workspaceState).target.project, 'digits-lab');
    const id = await train();
    await untilState(id, 'notSynced');
    assert.equal(parts.tracker.isOwn(parts.lab.find(id)!.folder), false);
    await parts.tracker.settle();
    assert.deepEqual(server.requests, []);
    const { open } = wandbChoice(workspaceState);
    await decide(open!, 'allowed', workspaceState);
    assert.equal(wandbSettings(workspaceState).target.project, 'of-env');
    writeEnv('another');
    assert.equal(wandbSettings(workspaceState).target.project, 'digits-lab');
    const asked = wandbChoice(workspaceState).open!;
    assert.equal(decisionOn(asked, workspaceState), undefined);
    await decide(asked, 'refused', workspaceState);
    assert.deepEqual([wandbSettings(workspaceState).target.project, wandbChoice(workspaceState).open], ['digits-lab', undefined]);
  });

  it('sends nothing of a run that came with the folder until it is told to, and no file that a link leads to', async () => {
    await signIn();
    const runs = path.join(workspaceFolder(), '.digits', 'runs');
    const id = await train();
    const copied = '20260102-030405-abcd';
    const beside = path.join(workspaceFolder(), 'copy');
    cpSync(path.join(runs, id), beside, { recursive: true });
    for (const name of ['config.json', 'summary.json', 'events.jsonl']) {
      const file = path.join(beside, name);
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll(id, copied));
    }
    writeFileSync(envFile(), 'A_SECRET=marker0of0a0secret\n');
    symlinkSync('../../../.env', path.join(beside, 'notes.md'));
    const target = { baseUrl: server.url, entity: '', project: 'digits-lab', group: '', jobType: '' };
    const sync = { status: 'queued', changedAt: '2026-01-02T03:04:05.000Z' };
    mkdirSync(path.join(beside, 'wandb'));
    writeFileSync(path.join(beside, 'wandb', 'tracking.json'), JSON.stringify({ mode: 'online', target, sync }));
    await set('digitsLab.wandb.mode', 'online');
    renameSync(beside, path.join(runs, copied));
    await untilLab(parts.lab, () => parts.lab.find(copied) !== undefined);
    await untilState(copied, 'queued');
    parts.tracker.resume();
    await parts.tracker.settle();
    const uploads = (): unknown[] => server.requests.filter(({ operation }) => operation !== 'Viewer');
    assert.deepEqual(uploads(), []);
    assert.equal(await contextOf(copied), 'run completed unsent');
    await run('digitsLab.wandb.sync', copied);
    assert.equal(stateOf(copied)?.status, 'synced');
    assert.equal(sentRun(copied)?.history.length, 3);
    assert.ok(!JSON.stringify([server.requests.map(({ body }) => body), server.state.runs]).includes('marker0of0a0secret'));
  });

  it('records offline, and sends all of it when told to', async () => {
    await set('digitsLab.wandb.mode', 'offline');
    const id = await train();
    await untilState(id, 'notSynced');
    assert.ok((await partLabels(id)).includes('Weights & Biases not synced'));
    assert.equal(await contextOf(id), 'run completed unsent');
    assert.deepEqual(server.requests, []);
    await signIn();
    await run('digitsLab.wandb.syncAll');
    await untilState(id, 'synced');
    assert.equal(sentRun(id)?.history.length, 3);
  });

  it('keeps what cannot be sent, and says why', async () => {
    await set('digitsLab.wandb.mode', 'online');
    const id = await train();
    await untilState(id, 'queued');
    assert.match(stateOf(id)?.reason ?? '', /key/);
    const [shown] = await shownRows(parts.tree);
    assert.match(String(shown?.item.description), /W&B: queued/);
    assert.equal(shown?.item.contextValue, 'run completed unsent');
  });

  it('says in the tree what a server refuses, and sends it when asked again', async () => {
    const id = await train();
    await signIn();
    server.failNext('CreateArtifact', { kind: 'status', status: 401 });
    await assert.rejects(async () => run('digitsLab.wandb.sync', id), /refused the key/);
    assert.equal(stateOf(id)?.status, 'failed');
    assert.match(stateOf(id)?.reason ?? '', /refused the key/);
    assert.ok((await partLabels(id)).includes('Weights & Biases failed'));
    await run('digitsLab.wandb.sync', id);
    assert.equal(stateOf(id)?.status, 'synced');
    assert.equal(sentRun(id)?.history.length, 3, 'nothing is sent twice');
  });
});
