import { findProgram } from '../../processes/findProgram';
import { ask, type AskLimits, type ProgramOutput } from '../../processes/launch';
import { messageOf } from '../../util/messageOf';
import { oneLine } from '../../util/shownText';
import { SlurmError } from './slurmError';

export type SlurmProgram = 'sbatch' | 'squeue' | 'scancel' | 'scontrol' | 'sinfo';

/** How long a program may take that has much to tell, or a controller that is busy. */
const ANSWER_MS = 30_000;
/** Ten thousand tasks, each of which has a line of its own, are a megabyte. */
const ANSWER_BYTES = 64 << 20;

/**
 * What a person has set for their own use of these programs: it would change what is asked, and what is answered. What a script says is then
 * what is submitted. Where Slurm is (SLURM_CONF, SLURM_CLUSTERS) stays.
 */
const OWN = /^(SBATCH|SQUEUE|SCANCEL|SINFO)_|^SLURM_(TIME_FORMAT|BITSTR_LEN|EXIT_ERROR)$/;

/** @param folder whose programs are not run: the plan's, which may be a stranger's */
export class SlurmPrograms {
  constructor(private readonly folder: string) {}

  /**
   * Runs a program of Slurm and gives what it answers, whatever its exit code is.
   * @throws {SlurmError} `missing` without that program; `unreachable` when the controller did not answer, or not in time
   */
  async run(program: SlurmProgram, args: readonly string[], limits: AskLimits = {}): Promise<ProgramOutput> {
    return this.ask(this.pathOf(program), program, args, limits);
  }

  /** The same for one that must not go on when this process is gone: another process may have begun to do the same by then. */
  async runBounded(program: SlurmProgram, args: readonly string[], seconds: number): Promise<ProgramOutput> {
    const limits = { ms: (seconds + 2) * 1000 };
    const timeout = findProgram('timeout', this.folder);
    if (timeout === undefined) return this.ask(this.pathOf(program), program, args, { ms: seconds * 1000 });
    const output = await this.ask(timeout, program, ['--kill-after=1', `${seconds}`, this.pathOf(program), ...args], limits);
    if (output.exitCode === TIMED_OUT) throw late(program, output.errors);
    return output;
  }

  /** Its full path. @throws {SlurmError} `missing` */
  pathOf(program: SlurmProgram): string {
    const found = findProgram(program, this.folder);
    if (found !== undefined) return found;
    throw new SlurmError(
      'missing',
      `There is no ${program} on the PATH; expected the programs of Slurm. Run this on a login node of the cluster, or load the module that has them.`,
    );
  }

  private async ask(file: string, program: SlurmProgram, args: readonly string[], limits: AskLimits): Promise<ProgramOutput> {
    const own = Object.keys(process.env).filter(name => OWN.test(name));
    const environment = {
      ...Object.fromEntries(own.map(name => [name, undefined])),
      LC_ALL: 'C',
      // The tasks of an array in full, however many ranges they are.
      SLURM_BITSTR_LEN: '0',
    };
    const output = await ask(file, args, environment, { ms: ANSWER_MS, bytes: ANSWER_BYTES, ...limits }).catch((error: unknown) => {
      const [, ...said] = messageOf(error).split('\n');
      // `timeout` ends itself by the signal that ended the program at last.
      const { killed, signal } = error as { killed?: boolean; signal?: string | null };
      throw killed === true || typeof signal === 'string'
        ? late(program, said.join(' '), error)
        : new SlurmError('unreachable', `${program} gave no answer that can be used: ${oneLine(messageOf(error), 300)}.`, { cause: error });
    });
    if (output.exitCode !== 0 && UNREACHABLE.test(output.errors))
      throw new SlurmError(
        'unreachable',
        `Slurm's controller does not answer: ${inShort(output.errors)} What became of its jobs is not known until it does; ask again later.`,
      );
    return output;
  }
}

/** What `timeout` exits with for a program that it ended. */
const TIMED_OUT = 124;

/** What the programs say when it is not the controller that says no. */
const UNREACHABLE =
  /unable to contact|connection (refused|reset|timed out)|reset by peer|broken pipe|endpoint is not connected|timed out|zero bytes|header lengths|unexpected message|insane message|receive failure|no route to host|connect failure|configuration source|unable to establish|communications? (connection|shutdown)|munge.*(failed|error)|authentication.*(failed|error)|in standby/i;

function late(program: SlurmProgram, said: string, cause?: unknown): SlurmError {
  const words = said.trim() === '' ? '' : ` It said: ${inShort(said)}`;
  // sbatch waits and tries again where as many jobs are there as the controller keeps (MaxJobCount).
  if (/temporarily unable to accept/i.test(said))
    return new SlurmError(
      'unreachable',
      `Slurm's queue is full, and has taken no more jobs while ${program} waited.${words} Submit again when some have ended; whether it was taken at the last moment is looked up then.`,
      { cause },
    );
  return new SlurmError(
    'unreachable',
    `${program} has not answered in time: Slurm's controller is busy or cannot be reached.${words} Whether it did what it was asked is not known; ask again later.`,
    { cause },
  );
}

/** What a program says, as a sentence; its own prefix tells nothing. */
export function inShort(errors: string): string {
  const lines = errors
    .split('\n')
    .map(line =>
      line
        .replace(/^(sbatch|squeue|scancel|scontrol|sinfo|slurm_\w+): /, '')
        .replace(/^(error|fatal): /, '')
        .trim(),
    )
    .filter(line => line !== '');
  const text = oneLine(lines.join('; '), 500);
  return text === '' ? 'it does not say why.' : /[.!?…]$/.test(text) ? text : `${text}.`;
}
