import { isMainThread } from 'node:worker_threads';

/**
 * Keeps ONNX Runtime's builds for Linux and macOS from their telemetry: without it they write a device id and a record of each session into
 * the user's cache folder and send them to a server of their maker. Native code reads the variable once, when it is loaded.
 */
export const noTelemetry = { ORT_DISABLE_TELEMETRY: '1' } as const;

/**
 * Sets the variable for native code that this process, or a thread of it, loads from now on.
 * @throws in a thread whose process has not set it: what a thread sets, native code does not see
 */
export function silenceTelemetry(): void {
  for (const [name, value] of Object.entries(noTelemetry)) {
    if (isMainThread) process.env[name] = value;
    else if (process.env[name] !== value) throw new Error(`${name} must be ${value} in the process that starts this thread.`);
  }
}
