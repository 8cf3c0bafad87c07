import { findProgram } from '../../processes/findProgram';

/** Whether this machine has what submits jobs. @param folder whose programs are not run */
export function hasSlurm(folder: string): boolean {
  return findProgram('sbatch', folder) !== undefined;
}
