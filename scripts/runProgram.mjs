import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * Runs a program to its end, without a terminal; what it said, both streams together.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<string>}
 * @throws when it cannot be started or ends with another code than 0; the message has what it said
 */
export async function runProgram(command, args, options = {}) {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  /** @type {Buffer[]} */
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => said.push(chunk));
  const how = await new Promise((resolve, reject) => child.on('error', reject).on('close', (code, signal) => resolve(signal ?? code)));
  const text = Buffer.concat(said).toString();
  if (how !== 0) throw new Error(`${text}\n${command} ${args.join(' ')} ended with ${how}.`);
  return text;
}

/**
 * The full path of a program of the PATH; undefined when there is none of that name.
 * @param {string} name
 */
export function onPath(name) {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', '.bat'] : [''];
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter(folder => path.isAbsolute(folder))
    .flatMap(folder => endings.map(ending => path.join(folder, name + ending)))
    .find(file => existsSync(file));
}
