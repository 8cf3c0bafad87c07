// Where no image can be downloaded: a Debian of debootstrap with the Node of the npm registry, as Node's own image has it.
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { root } from '../setup.mjs';

/** The image that the Dockerfile stands on. */
export function baseImageName() {
  return /^ARG NODE_IMAGE=(\S+)$/m.exec(readFileSync(path.join(root, 'Dockerfile'), 'utf8'))?.[1] ?? 'the Dockerfile names none';
}

/**
 * Makes it in a folder and gives it the name of the real one. What the machine trusts to reach npm's registry goes in.
 * @param {ReturnType<typeof import('./engine.mjs').findEngine>} engine
 * @param {string} folder
 */
export function makeStandIn(engine, folder) {
  /**
   * @param {string} command
   * @param {readonly string[]} args
   * @param {import('node:child_process').ExecFileSyncOptions} [options]
   */
  const run = (command, args, options) => execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], ...options });
  const name = baseImageName();
  const [, node, debian] = /^node:([\d.]+)-(\w+)-slim$/.exec(name) ?? [];
  const [system, packages] = [path.join(folder, 'base'), path.join(folder, 'packages')];
  run('debootstrap', ['--variant=minbase', debian, system]);
  mkdirSync(packages);
  run('npm', ['install', '--prefix', packages, '--ignore-scripts', `node-linux-${process.arch}@${node}`, 'npm@10.8.2']);
  cpSync(path.join(packages, 'node_modules', `node-linux-${process.arch}`, 'bin/node'), path.join(system, 'usr/local/bin/node'));
  cpSync(path.join(packages, 'node_modules/npm'), path.join(system, 'usr/local/lib/node_modules/npm'), { recursive: true });
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', path.join(system, 'usr/local/bin/npm'));
  appendFileSync(path.join(system, 'etc/passwd'), 'node:x:1000:1000::/tmp:/bin/sh\n');
  appendFileSync(path.join(system, 'etc/group'), 'node:x:1000:\n');
  const certificates = process.env.NODE_EXTRA_CA_CERTS;
  const changes = ['CMD ["node"]', 'ENTRYPOINT ["docker-entrypoint.sh"]'];
  if (certificates && existsSync(certificates)) {
    cpSync(certificates, path.join(system, 'etc/extra-ca.crt'));
    changes.push('ENV NODE_EXTRA_CA_CERTS=/etc/extra-ca.crt');
  }
  const archive = path.join(folder, 'base.tar');
  run('tar', ['-C', system, '-cf', archive, '.']);
  engine.ask('import', ...changes.flatMap(change => ['--change', change]), archive, `docker.io/library/${name}`);
}
