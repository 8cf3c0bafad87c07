import type { InferOutput } from 'valibot';
import { endpointMessage, type endpointCommand } from '../../contract/formats/endpoint';
import { parseValue } from '../../contract/formats/parse';
import { startBundle, type ChildProcess } from '../../processes/launch';
import { systemClock, type Clock } from '../../util/clock';
import { messageOf } from '../../util/messageOf';
import { childEnd } from './childEnd';

type Command = InferOutput<typeof endpointCommand>;

export interface EndpointStart {
  /** Its bundle. */
  readonly file: string;
  readonly runsFolder: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly key: string;
  /** What it says for a person. */
  readonly onTold: (line: string) => void;
  readonly clock?: Clock;
}

/** The process that scripts send their runs to. */
export interface EndpointProcess {
  /** Where it listens. Rejects with the reason, for a person, if it does not come to that. */
  readonly port: Promise<number>;
  /** Settles when it is gone, with the reason. Never rejects. */
  readonly ended: Promise<string>;
  /** Has it end; what it was sent it keeps first. */
  stop(): void;
}

/** So long it may take to keep what it was sent. */
const STOP_MS = 10_000;

/** The port that was asked for is another program's. */
export class PortInUseError extends Error {
  override readonly name = 'PortInUseError';
}

/** Starts it. All errors, also those of starting the process, come by its promises. */
export function startEndpoint({ file, runsFolder, port, key, onTold, clock = systemClock }: EndpointStart): EndpointProcess {
  const child = startBundle(file);
  const ended = childEnd(child);
  const listening = new Promise<number>((resolve, reject) => {
    void ended.then(reason => reject(new Error(`The process that scripts send their runs to has ended: ${reason}`)));
    child.on('message', received => {
      try {
        const message = parseValue(endpointMessage, received, 'The endpoint sent what is no message');
        if (message.type === 'told') onTold(message.line);
        else if (message.type === 'listening') resolve(message.port);
        else reject(message.inUse ? new PortInUseError(message.message) : new Error(message.message));
      } catch (error) {
        onTold(messageOf(error));
      }
    });
  });
  // Whoever does not wait for the port hears of the end.
  listening.catch(() => undefined);
  send(child, { type: 'serve', runsFolder, port, key });
  return {
    port: listening,
    ended,
    stop() {
      send(child, { type: 'stop' });
      const callOff = clock.after(STOP_MS, () => child.kill('SIGKILL'));
      void ended.then(callOff);
    },
  };
}

function send(child: ChildProcess, command: Command): void {
  // It may have ended already, which `ended` tells.
  if (child.connected) child.send(command, () => undefined);
}
