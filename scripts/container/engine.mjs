// Finds a container engine that works here.
import { execFileSync, spawnSync } from 'node:child_process';
import { SetupError } from '../setup.mjs';

/**
 * Podman's own choice of a runtime and of limits does not suit every machine: crun fails where both generations of cgroups are mounted.
 * @type {readonly { name: string, command: [string, ...string[]], limits: readonly string[], probe: readonly string[] }[]}
 */
const candidates = [
  { name: 'docker', command: ['docker'], limits: [], probe: ['version'] },
  {
    name: 'podman',
    command: ['podman', '--runtime', 'runc'],
    limits: ['--ulimit', 'nofile=1024:1024', '--ulimit', 'nproc=4096:4096'],
    probe: ['info'],
  },
];

/**
 * @returns {{ name: string, build: (args: readonly string[]) => [string, ...string[]], run: (args: readonly string[]) => [string, ...string[]], ask: (...args: string[]) => string }}
 * the words of a command to build or run; `ask` runs any other and gives what it says
 */
export function findEngine() {
  const found = candidates.find(({ command: [program, ...words], probe }) => spawnSync(program, [...words, ...probe]).status === 0);
  if (!found) throw new SetupError('Neither Docker nor Podman works here: `apt-get install podman runc`, or start the Docker engine.');
  const { name, command, limits } = found;
  return {
    name,
    build: args => [...command, 'build', ...limits.slice(0, 2), ...args],
    run: args => [...command, 'run', ...limits, ...args],
    ask: (...args) => execFileSync(command[0], [...command.slice(1), ...args], { encoding: 'utf8' }),
  };
}
