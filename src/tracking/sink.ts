/**
 * The interface to a service that runs are sent to. Everything that is specific to the service stays behind it: the form of a target,
 * credentials, requests, the format of a record, and the files in a run's folder that state how far the upload is.
 */
import type { SyncState, TrackingMode } from '../contract/tracking';
import type { TrainerEvent } from '../contract/trainer';
import type { Clock } from '../util/clock';

/** `Target` is the destination of a run within the service, with the headings it is listed under. */
export interface Sink<Target> {
  /** For messages: `W&B`. */
  readonly name: string;

  /** Whether the target that a folder names is the requested one, apart from headings. Parts that the folder leaves open match anything. */
  isSame(named: Target, asked: Target): boolean;

  /** Where a run that was recorded before goes, now that another target may be set. */
  targetNow(tracking: SinkTracking<Target>, current: Target): Target;

  /** What a run's folder contains about it; undefined if the run was never tracked. Never rejects. */
  readTracking(runFolder: string): Promise<SinkTracking<Target> | undefined>;

  /** @throws the system's error, if it cannot be written */
  writeTracking(runFolder: string, tracking: SinkTracking<Target>): Promise<void>;

  /** What was remembered as begun. @throws {FormatError} if it is something else */
  parseBegun(value: unknown): BegunUpload<Target>;

  /**
   * Begins a run's record with everything that its folder tells so far, in place of one that is there.
   * @throws {Error} if it cannot be written
   */
  openRecord(runFolder: string, target: Target): Promise<SinkRecord>;

  /** Why the whole run counts as sent although this process did not send it; undefined if it does not. */
  whySent(runFolder: string): Promise<string | undefined>;

  /** Whether a living process is sending the run. */
  isSending(runFolder: string): Promise<boolean>;

  /** Tries once to send a run, or what is left of it to send. */
  send(sending: Sending<Target>): Attempt;
}

/** What is known of a run at a sink. */
export interface SinkTracking<Target> {
  readonly mode: Exclude<TrackingMode, 'off'>;
  readonly target: Target;
  readonly sync: SyncState;
}

/** What this user asked for about a run, in this process or another one. */
export interface BegunUpload<Target> {
  /** Where it was recorded for, or sent to. */
  readonly target: Target;
  /** It is to be sent and has not arrived: the next process continues with it. */
  readonly isWaiting: boolean;
}

/** The record of a run in its folder, from which it is sent. */
export interface SinkRecord {
  /** Its name in the run's folder, with slashes. */
  readonly file: string;
  /** Records what was added to the run's events, one of which is the given one. @throws the system's error, if it cannot be written */
  append(event: TrainerEvent): Promise<void>;
  /** Ends it. @throws the system's error, if it cannot be written */
  finish(): Promise<void>;
  /** Closes it as it is, without an end. */
  dispose(): Promise<void>;
}

export interface Sending<Target> {
  readonly runFolder: string;
  readonly target: Target;
  /** The record, by its name in the run's folder; asked for when no other process sends the run. */
  readonly record: () => Promise<string>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onState: (state: NewState) => void;
}

/** A run that is being sent. */
export interface Attempt {
  /** There is more in the record. */
  nudge(): void;
  /** How it ended. Never rejects. */
  readonly ended: Promise<Outcome>;
}

/** A state without the time at which it came. */
export type NewState = Omit<SyncState, 'changedAt'>;

/** How an attempt to send a run ended. */
export interface Outcome extends NewState {
  /** The attempt may succeed later; the service should not be contacted before. */
  readonly againAfterMs?: number;
}

/** Why a run waits whose upload was broken off. */
export const INTERRUPTED = 'it was interrupted.';

/** A state that begins now. */
export function stamped(state: NewState): SyncState {
  return { ...state, changedAt: new Date().toISOString() };
}
