import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { EndpointServer, type EndpointOptions } from '../../../src/endpoint/endpointServer';
import { RawClient, type SpokenTo } from '../wandbServer/rawClient';

export const KEY = 'ab12'.repeat(10);

export interface TestEndpoint extends SpokenTo {
  readonly server: EndpointServer;
  readonly runsFolder: string;
  readonly client: RawClient;
  /** What it said for a person. */
  readonly told: string[];
}

/** Endpoints that are gone after each test, with what they kept. */
export function endpoints(): {
  readonly start: (options?: Partial<EndpointOptions>) => Promise<TestEndpoint>;
} {
  const servers: EndpointServer[] = [];
  const folders: string[] = [];
  afterEach(async () => {
    await Promise.all(servers.splice(0).map(server => server.close().catch(() => undefined)));
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });
  return {
    async start(options = {}) {
      let { runsFolder } = options;
      if (runsFolder === undefined) {
        const home = mkdtempSync(path.join(os.tmpdir(), 'digits-endpoint-'));
        folders.push(home);
        runsFolder = path.join(home, 'runs');
      }
      const told: string[] = [];
      const server = await EndpointServer.start({ port: 0, key: KEY, tell: line => told.push(line), ...options, runsFolder });
      servers.push(server);
      const spoken = { url: server.url, key: KEY };
      return { ...spoken, server, runsFolder, told, client: new RawClient(spoken, KEY, 'local') };
    },
  };
}
