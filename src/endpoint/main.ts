/** The process that the editor starts for scripts to send their runs to. It ends with the editor. */
import { endpointCommand, type endpointMessage } from '../contract/formats/endpoint';
import { parseValue } from '../contract/formats/parse';
import type * as v from 'valibot';
import { messageOf } from '../util/messageOf';
import { EndpointServer } from './endpointServer';

type Command = v.InferOutput<typeof endpointCommand>;
type Message = v.InferOutput<typeof endpointMessage>;

let server: EndpointServer | undefined;

function send(message: Message): void {
  if (process.connected) process.send?.(message);
}

async function end(): Promise<void> {
  await server?.close();
  process.exit(0);
}

async function obey(command: Command): Promise<void> {
  if (command.type === 'stop') return end();
  const { runsFolder, port, key } = command;
  try {
    server = await EndpointServer.start({ runsFolder, port, key, tell: line => send({ type: 'told', line }) });
    send({ type: 'listening', port: server.port });
  } catch (error) {
    send({ type: 'failed', message: messageOf(error), inUse: (error as NodeJS.ErrnoException).code === 'EADDRINUSE' });
    process.disconnect();
  }
}

process.on('message', message => void obey(parseValue(endpointCommand, message, 'What the editor sent')));
process.on('disconnect', () => void end());
