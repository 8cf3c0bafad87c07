import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { listRuns } from '../../../../src/runFolder/listRuns';
import { PortInUseError, startEndpoint, type EndpointProcess } from '../../../../src/runs/process/endpointProcess';
import { RawClient } from '../../wandbServer/rawClient';

describe('the process that scripts send their runs to', () => {
  const key = 'c3d4'.repeat(10);
  let runsFolder: string;
  const started: EndpointProcess[] = [];
  beforeEach(() => (runsFolder = path.join(mkdtempSync(path.join(os.tmpdir(), 'digits-endpoint-')), 'runs')));
  afterEach(async () => {
    for (const one of started.splice(0)) {
      one.stop();
      await one.ended;
    }
    rmSync(path.dirname(runsFolder), { recursive: true });
  });
  const start = (port: number, file = path.resolve('dist/endpoint.js')): EndpointProcess => {
    const process = startEndpoint({ file, runsFolder, port, key, onTold: line => told.push(line) });
    started.push(process);
    return process;
  };
  const told: string[] = [];

  it('keeps what it is sent, says so, and ends when it is told to', async () => {
    const endpoint = start(0);
    const client = new RawClient({ url: `http://127.0.0.1:${await endpoint.port}`, key }, key, 'local');
    await client.upsert();
    assert.equal((await listRuns(runsFolder)).runs[0]?.status, 'running');
    assert.match(told.join('\n'), /local\/digits-cnn\/run-1 begins/);
    endpoint.stop();
    assert.equal(await endpoint.ended, 'exit code 0');
    assert.equal((await listRuns(runsFolder)).runs[0]?.status, 'interrupted');
  });

  it('says that its port is in use, or why it could not be started', async () => {
    const port = await start(0).port;
    await assert.rejects(start(port).port, PortInUseError);
    await assert.rejects(start(0, path.resolve('dist/there-is-none.js')).port, /has ended: exit code 1: .*Cannot find module/s);
  });
});
