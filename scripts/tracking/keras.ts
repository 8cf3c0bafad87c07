import path from 'node:path';
import { runProgram } from '../wandb/programs';
import { officialClients, wanted, type OfficialClient } from './clients';

/** The official clients with Keras beside each. @throws {Error} with what pip says */
export function kerasClients(folder: string): Promise<OfficialClient[]> {
  return officialClients(folder, { packages: wanted, also: ['keras==3.15.1', 'jax<0.5'] });
}

/** MNIST in the form that Keras ships it in, made of the copy that is packed with Digits Lab. @throws {Error} with what Python says */
export async function writeKerasData(python: string, target: string): Promise<void> {
  const args = [path.resolve('scripts/tracking/keras_data.py'), target];
  const { exitCode, output } = await runProgram(python, args, { cwd: path.resolve('dist/data/mnist') });
  if (exitCode !== 0) throw new Error(output);
}
