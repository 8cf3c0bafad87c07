import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { getDefaultEnvironment, StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ElicitRequestSchema, type CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { assistantTools } from '../../../src/assistants/tools';
import { outputOf } from '../../processes';
import { until } from '../../until';
import { fewDigits } from '../data/fewDigits';
import { environmentOfTests } from './environmentOfTests';

const program = path.resolve('dist/cli.js');
const RUN = '20261130-042011-knyu';

/** The real program, with the official client. */
describe('digits mcp', () => {
  const home = mkdtempSync(path.join(os.tmpdir(), 'digits-mcp-'));
  const runs = path.join(home, '.digits', 'runs');
  const clients: Client[] = [];
  before(() => cpSync('examples/digits/.digits', path.join(home, '.digits'), { recursive: true }));
  afterEach(() => Promise.all(clients.splice(0).map(client => client.close())));
  after(() => rmSync(home, { recursive: true, force: true }));

  /** A client that has started the server, and what that has written to standard error. */
  async function connected(
    flags: readonly string[] = [],
    answer?: (question: string) => 'accept' | 'decline',
  ): Promise<{ client: Client; transport: StdioClientTransport; stderr: () => string }> {
    const env = { ...getDefaultEnvironment(), ...environmentOfTests() };
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [program, 'mcp', ...flags],
      cwd: home,
      env,
      stderr: 'pipe',
    });
    let text = '';
    transport.stderr!.on('data', (part: Buffer) => (text += part.toString()));
    const client = new Client({ name: 'a test', version: '1.0.0' }, { capabilities: answer ? { elicitation: {} } : {} });
    if (answer)
      client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
        const action = answer(params.message);
        return action === 'accept' ? { action, content: {} } : { action };
      });
    clients.push(client);
    await client.connect(transport);
    return { client, transport, stderr: () => text };
  }

  async function call(client: Client, name: string, input: Record<string, unknown> = {}): Promise<CallToolResult> {
    return (await client.callTool({ name, arguments: input })) as CallToolResult;
  }

  function textOf({ content: [first] }: CallToolResult): string {
    assert.equal(first?.type, 'text');
    return first.type === 'text' ? first.text : '';
  }

  it('lists the tools of the table with their schemas, and answers each', async () => {
    const { client, stderr } = await connected();
    assert.equal(client.getServerVersion()?.name, 'digits-lab');
    assert.match(client.getInstructions() ?? '', /never instructions to follow/);
    const { tools } = await client.listTools();
    assert.deepEqual(
      tools.map(({ name, description, annotations }) => [name, description, annotations?.readOnlyHint]),
      assistantTools.map(({ name, description, isReadOnly }) => [name, description, isReadOnly]),
    );
    for (const { inputSchema } of tools) assert.equal(inputSchema['additionalProperties'], false);
    const inputs: Record<string, Record<string, unknown>> = {
      digits_list_runs: { limit: 2 },
      digits_read_run: { run: RUN },
      digits_compare_runs: { runs: [RUN, '20261130-042011-knzb'] },
      digits_effect: { parameter: 'activation_fun' },
      digits_images: { run: RUN, true: 4, predicted: 9, limit: 2 },
      digits_start_run: {},
    };
    for (const { name } of tools) {
      const result = await call(client, name, inputs[name]);
      assert.ok(!result.isError, textOf(result));
      assert.equal(typeof JSON.parse(textOf(result)), 'object', name);
      const pictures = result.content.filter(({ type }) => type === 'image');
      assert.equal(pictures.length, name === 'digits_images' ? 2 : 0);
    }
    const effect = JSON.parse(textOf(await call(client, 'digits_effect', inputs['digits_effect']))) as {
      answers: { conclusion: object[] }[];
    };
    assert.equal(effect.answers.length, 1);
    assert.equal(stderr(), '');
  });

  it('says in words what is wrong with a call, and goes on', async () => {
    const { client } = await connected();
    for (const [name, input, message] of [
      ['digits_list_runs', { limit: 'many' }, /limit: found "many"; expected a whole number from 1 to 100/],
      ['digits_list_runs', { filter: 'size>3' }, /size/],
      ['digits_read_run', { run: 'nobody' }, /There is no run "nobody"/],
      ['digits_read_run', {}, /run: it is missing; expected/],
      ['digits_images', { run: RUN, true: 'x', predicted: 1 }, /There is no class “x”/],
      ['digits_start_run', { parameters: { epochs: 1 }, confirmed: true }, /starts no runs: it was started without --allow-start/],
    ] as const) {
      const result = await call(client, name, input);
      assert.equal(result.isError, true, name);
      assert.match(textOf(result), message);
    }
    await assert.rejects(
      client.callTool({ name: 'digits_delete', arguments: {} }),
      /there is no tool "digits_delete"; there are digits_list_runs/,
    );
    assert.equal((await client.listTools()).tools.length, assistantTools.length);
    assert.equal(readdirSync(runs).length, 20);
  });

  it('starts a run with --allow-start when it is told to, and says at once which', async () => {
    const dataset = fewDigits(home, { train: 300, test: 40 });
    const parameters = { epochs: 1, num_filters: 2, validation_samples: 50, dataset: path.relative(home, dataset) };
    const { client } = await connected(['--allow-start']);
    const plan = JSON.parse(textOf(await call(client, 'digits_start_run', { parameters }))) as { started: boolean };
    assert.equal(plan.started, false);
    assert.equal(readdirSync(runs).length, 20);
    const asked = { parameters, name: 'by an assistant', tags: ['mcp'], hypothesis: 'It learns something.', confirmed: true };
    const result = await call(client, 'digits_start_run', asked);
    assert.ok(!result.isError, textOf(result));
    const { started, id, folder } = JSON.parse(textOf(result)) as { started: boolean; id: string; folder: string };
    assert.deepEqual([started, path.basename(folder)], [true, id]);
    const summary = path.join(runs, id, 'summary.json');
    await until({ isSo: () => existsSync(summary), seen: () => readdirSync(path.join(runs, id)) });
    const read = JSON.parse(textOf(await call(client, 'digits_read_run', { run: id }))) as Record<string, unknown> & { epochs: object[] };
    assert.deepEqual([read['status'], read.epochs.length], ['completed', 1]);
    assert.deepEqual(read['labels'], { name: 'by an assistant', tags: ['mcp'], pinned: false, archived: false });
    assert.match(readFileSync(path.join(runs, id, 'notes.md'), 'utf8'), /It learns something\./);
  });

  it('has the person asked first by a program that can ask', async () => {
    const dataset = fewDigits(home, { train: 303, test: 40 });
    const questions: string[] = [];
    let agrees = false;
    const { client } = await connected(['--allow-start'], question => {
      questions.push(question);
      return agrees ? 'accept' : 'decline';
    });
    const parameters = { epochs: 1, num_filters: 3, validation_samples: 50, dataset };
    const before = readdirSync(runs).length;
    const refused = await call(client, 'digits_start_run', { parameters, confirmed: true });
    assert.equal(refused.isError, true);
    assert.match(textOf(refused), /The person did not agree: nothing was started\./);
    assert.equal(readdirSync(runs).length, before);
    agrees = true;
    const started = await call(client, 'digits_start_run', { parameters, confirmed: true });
    assert.ok(!started.isError, textOf(started));
    assert.equal(readdirSync(runs).length, before + 1);
    assert.equal(questions.length, 2);
    for (const part of [/^Train a run\?/, /num_filters 3/, /It takes /, /It is kept in .*runs\./, /Nothing is sent to Weights & Biases/])
      assert.match(questions[0]!, part);
  });

  it('says why a run cannot begin, and trains one at a time', async () => {
    const { client } = await connected(['--allow-start']);
    const refused = await call(client, 'digits_start_run', { parameters: { dataset: '.digits' }, confirmed: true });
    assert.equal(refused.isError, true);
    assert.match(textOf(refused), /The run could not begin: .*\.digits/);
    const dataset = fewDigits(home, { train: 301, test: 40 });
    const long = { parameters: { epochs: 5000, num_filters: 2, validation_samples: 50, dataset }, confirmed: true };
    const { id } = JSON.parse(textOf(await call(client, 'digits_start_run', long))) as { id: string };
    const second = await call(client, 'digits_start_run', long);
    assert.equal(second.isError, true);
    assert.match(textOf(second), new RegExp(`${id} is being trained: one run at a time`));
    const { status } = JSON.parse(textOf(await call(client, 'digits_read_run', { run: id }))) as { status: string };
    assert.equal(status, 'running');
  });

  it('ends when it is asked to, though its client is still there', async function () {
    if (process.platform === 'win32') this.skip();
    const child = spawn(process.execPath, [program, 'mcp'], { cwd: home, stdio: ['pipe', 'pipe', 'pipe'] });
    const ended = outputOf(child);
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' })}\n`);
    child.stdout.once('data', () => child.kill('SIGTERM'));
    const { exitCode, out, err } = await ended;
    assert.deepEqual([exitCode, err, JSON.parse(out)], [143, '', { jsonrpc: '2.0', id: 1, result: {} }]);
  });

  it('ends with its client, and what it trains with it', async () => {
    const dataset = fewDigits(home, { train: 302, test: 40 });
    const child = spawn(process.execPath, [program, 'mcp', '--allow-start'], { cwd: home, stdio: ['pipe', 'pipe', 'pipe'] });
    const ended = outputOf(child);
    const say = (message: object): boolean => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
    const clientInfo = { name: 'a test', version: '1.0.0' };
    say({ id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo } });
    say({ method: 'notifications/initialized' });
    const parameters = { epochs: 5000, num_filters: 2, validation_samples: 50, dataset };
    say({ id: 2, method: 'tools/call', params: { name: 'digits_start_run', arguments: { parameters, confirmed: true } } });
    let out = '';
    await new Promise<void>(resolve => {
      child.stdout.on('data', (part: Buffer) => {
        out += part.toString();
        if (out.includes('"id":2')) resolve();
      });
    });
    child.stdin.end();
    const { exitCode, err } = await ended;
    assert.deepEqual([exitCode, err], [0, '']);
    // Nothing but messages of the protocol, one a line.
    const messages = out.trimEnd().split('\n').map(line => JSON.parse(line) as { jsonrpc: string; id: number; result: object }); // prettier-ignore
    assert.deepEqual(messages.map(({ jsonrpc, id }) => [jsonrpc, id]), [['2.0', 1], ['2.0', 2]]); // prettier-ignore
    const { content } = messages[1]!.result as CallToolResult;
    const { id } = JSON.parse(textOf({ content })) as { id: string };
    assert.equal(existsSync(path.join(runs, id, 'summary.json')), false);
    const { client } = await connected();
    const { status } = JSON.parse(textOf(await call(client, 'digits_read_run', { run: id }))) as { status: string };
    assert.equal(status, 'interrupted');
  });
});
