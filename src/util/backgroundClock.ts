import { clockOf } from './clock';

/** The system's clock in a process of Node.js, which does not live on for what is still to come. */
export const backgroundClock = clockOf(timer => timer.unref());
