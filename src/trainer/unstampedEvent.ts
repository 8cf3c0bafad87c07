import type { TrainerEvent } from '../contract/trainer';

/** An event before it is stamped with the time. */
export type UnstampedEvent = TrainerEvent extends infer E ? (E extends TrainerEvent ? Omit<E, 'time'> : never) : never;
