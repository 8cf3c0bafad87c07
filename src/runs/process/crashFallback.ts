import type { EngineSpeed } from '../../contract/engineOrder';
import { engineNames, type EngineName } from '../../contract/engines';
import type { FailedEngine } from '../../contract/run';
import type { EngineNotice, TrainerEvent } from '../../contract/trainer';
import { noEngineInWords } from '../../wording/engineInWords';
import { inOwnProcess } from '../engines/measureEngines';
import { measureOnce } from '../engines/measureOnce';
import { failure, type RunOutcome } from '../outcome';
import { startTrainer, STOPPED_BEFORE_START, type TrainerProcess, type TrainerStart } from './trainerProcess';

/**
 * Starts a process for one run, as startTrainer() does; when an engine takes the whole process down before the run has begun, another one is
 * started that passes that engine over. Where an engine was asked for by name, its crash is the outcome. Engines whose speeds have to be
 * known are measured between two trainers.
 */
export function startTrainerWithFallback(start: TrainerStart): TrainerProcess {
  return new PersistentTrainer(start);
}

/** What one trainer has told before the run began. */
interface Beginning {
  hasBegun: boolean;
  /** The engine that it opened last. */
  opening: EngineName | undefined;
  unmeasured: Extract<EngineNotice, { readonly type: 'unmeasuredEngines' }> | undefined;
}

class PersistentTrainer implements TrainerProcess {
  readonly ended: Promise<RunOutcome>;
  private current: TrainerProcess | undefined;
  /** For the first trainer. */
  private spare: TrainerStart['spare'];
  private isStopped = false;
  private onStopped: () => void = () => undefined;
  private readonly stopped = new Promise<void>(resolve => (this.onStopped = resolve));

  constructor(private readonly start: TrainerStart) {
    this.spare = start.spare;
    this.ended = this.train();
  }

  stop(): void {
    this.end();
    this.current?.stop();
  }

  kill(): void {
    this.end();
    this.current?.kill();
  }

  private end(): void {
    this.isStopped = true;
    this.onStopped();
  }

  private async train(): Promise<RunOutcome> {
    const crashed: FailedEngine[] = [];
    let measured: readonly EngineSpeed[] | undefined;
    for (;;) {
      const told: Beginning = { hasBegun: false, opening: undefined, unmeasured: undefined };
      const outcome = await this.once({ ...(crashed.length > 0 && { crashed: [...crashed] }), ...(measured && { measured }) }, told);
      const { hasBegun, opening, unmeasured } = told;
      if (unmeasured && !measured) {
        measured = await this.measure(unmeasured);
        if (!measured) return failure(STOPPED_BEFORE_START);
      } else {
        if (outcome.status !== 'failed' || !outcome.crashed || hasBegun || this.isStopped) return outcome;
        if (opening === undefined || !mayFallBack(this.start.command)) return outcome;
        crashed.push({ name: opening, reason: outcome.reason });
        if (crashed.length === engineNames.length) return { ...outcome, reason: noEngineInWords(crashed) };
      }
    }
  }

  private once(found: Pick<TrainerStart['command'], 'crashed' | 'measured'>, told: Beginning): Promise<RunOutcome> {
    const { start } = this;
    const spare = this.spare;
    this.spare = undefined;
    this.current = startTrainer({
      ...start,
      command: { ...start.command, ...found },
      spare,
      onEvent: event => {
        told.hasBegun ||= signsOfWork.includes(event.type);
        start.onEvent(event);
      },
      onNotice: notice => {
        if (notice.type === 'openingEngine') told.opening = notice.engine;
        else told.unmeasured = notice;
        start.onNotice?.(notice);
      },
    });
    return this.current.ended;
  }

  /** Undefined if the run was stopped meanwhile; what is being measured is kept all the same. */
  private async measure({ engines, threads }: NonNullable<Beginning['unmeasured']>): Promise<readonly EngineSpeed[] | undefined> {
    if (this.isStopped) return undefined;
    const ask = inOwnProcess({ ...this.start, log: () => undefined });
    const speeds = await Promise.race([measureOnce(engines, { threads, ask }), this.stopped.then(() => undefined)]);
    return this.isStopped ? undefined : speeds;
  }
}

/** Events that show that the engine works. */
const signsOfWork: readonly TrainerEvent['type'][] = ['runStarted', 'runResumed'];

/** An engine that was asked for by name is not replaced. */
function mayFallBack(command: TrainerStart['command']): boolean {
  return ((command.type === 'start' ? command.request.engine : command.engine) ?? 'auto') === 'auto';
}
