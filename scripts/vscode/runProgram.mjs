import { spawn } from 'node:child_process';

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
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => said.push(chunk));
  const how = await new Promise((resolve, reject) => child.on('error', reject).on('close', (code, signal) => resolve(signal ?? code)));
  const text = Buffer.concat(said).toString();
  if (how !== 0) throw new Error(`${text}\n${command} ${args.join(' ')} ended with ${how}.`);
  return text;
}
