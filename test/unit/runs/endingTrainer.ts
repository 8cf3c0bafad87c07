import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { trainerFile } from '../trainer/forkTrainer';

/**
 * Writes a trainer that is the real one, but gives itself a signal after the second epoch: it ends, or with SIGSTOP goes no further until it
 * is killed. Returns its path.
 */
export function writeEndingTrainer(folder: string, signal: 'SIGABRT' | 'SIGKILL' | 'SIGSTOP' = 'SIGABRT'): string {
  const file = path.join(folder, `${signal}.cjs`);
  writeFileSync(
    file,
    `const send = process.send.bind(process);
     process.send = (message, ...rest) => {
       const sent = send(message, ...rest);
       if (message.type === 'epochEnded' && message.epoch === 2)
         process.stderr.write('out of luck\\n', () => process.kill(process.pid, '${signal}'));
       return sent;
     };
     const Module = require('node:module');
     Module._load(${JSON.stringify(trainerFile)}, null, true);`,
  );
  return file;
}
