/**
 * The messages of TensorBoard's event files that are written here, field by field; names and field numbers are those of
 * tensorboard/compat/proto/event.proto, summary.proto, tensor.proto and tensorboard/plugins/hparams/plugin_data.proto (Apache-2.0).
 */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** When something was said: in ms since 1970, at a step. */
export interface EventTime {
  readonly timeMs: number;
  readonly step: number;
}

/** The first event of a file. */
export function versionEvent(timeMs: number): Uint8Array {
  return event({ timeMs, step: 0 }, writer => writer.tag(3, WireType.LengthDelimited).string('brain.Event:2'));
}

/** A number, in float32, as every version of TensorBoard reads it. */
export function scalarEvent(at: EventTime, tag: string, value: number): Uint8Array {
  return valueEvent(at, tag, writer => writer.tag(2, WireType.Bit32).float(value));
}

/** A text, which TensorBoard shows as Markdown. */
export function textEvent(at: EventTime, tag: string, text: string): Uint8Array {
  return valueEvent(at, tag, writer => {
    message(writer, 8, tensor => {
      tensor.tag(1, WireType.Varint).int32(DT_STRING);
      // Without dimensions: one text.
      message(tensor, 2, () => undefined);
      tensor.tag(8, WireType.LengthDelimited).bytes(new TextEncoder().encode(text));
    });
    message(writer, 9, metadata => {
      pluginData(metadata, 'text');
      metadata.tag(4, WireType.Varint).int32(DATA_CLASS_TENSOR);
    });
  });
}

/** The values of the hyperparameters that a run began with. */
export function runBegunEvent(timeMs: number, hparams: Readonly<Record<string, string | number | boolean>>): Uint8Array {
  return hparamsEvent(timeMs, '_hparams_/session_start_info', data =>
    message(data, 3, info => {
      for (const [name, value] of Object.entries(hparams))
        message(info, 1, entry => {
          entry.tag(1, WireType.LengthDelimited).string(name);
          message(entry, 2, one => {
            if (typeof value === 'number') one.tag(2, WireType.Bit64).double(value);
            else if (typeof value === 'boolean') one.tag(4, WireType.Varint).bool(value);
            else one.tag(3, WireType.LengthDelimited).string(value);
          });
        });
      info.tag(5, WireType.Bit64).double(timeMs / 1000);
    }),
  );
}

/** How a run with hyperparameters ended. */
export function runEndedEvent(timeMs: number, hasFailed: boolean): Uint8Array {
  return hparamsEvent(timeMs, '_hparams_/session_end_info', data =>
    message(data, 4, info => {
      info.tag(1, WireType.Varint).int32(hasFailed ? STATUS_FAILURE : STATUS_SUCCESS);
      info.tag(2, WireType.Bit64).double(timeMs / 1000);
    }),
  );
}

const DT_FLOAT = 1;
const DT_STRING = 7;
const DATA_CLASS_TENSOR = 2;
const STATUS_SUCCESS = 1;
const STATUS_FAILURE = 2;

function hparamsEvent(timeMs: number, tag: string, write: (data: BinaryWriter) => void): Uint8Array {
  const content = new BinaryWriter();
  write(content);
  return valueEvent({ timeMs, step: 0 }, tag, writer => {
    // TensorBoard passes a value without a tensor over: one of the shape [0].
    message(writer, 8, tensor => {
      tensor.tag(1, WireType.Varint).int32(DT_FLOAT);
      // A size of 0 is not written.
      message(tensor, 2, shape => message(shape, 2, () => undefined));
    });
    message(writer, 9, metadata => {
      pluginData(metadata, 'hparams', content.finish());
      metadata.tag(4, WireType.Varint).int32(DATA_CLASS_TENSOR);
    });
  });
}

function pluginData(metadata: BinaryWriter, name: string, content?: Uint8Array): void {
  message(metadata, 1, data => {
    data.tag(1, WireType.LengthDelimited).string(name);
    if (content) data.tag(2, WireType.LengthDelimited).bytes(content);
  });
}

function valueEvent(at: EventTime, tag: string, write: (value: BinaryWriter) => void): Uint8Array {
  return event(at, writer =>
    message(writer, 5, summary =>
      message(summary, 1, value => {
        value.tag(1, WireType.LengthDelimited).string(tag);
        write(value);
      }),
    ),
  );
}

function event({ timeMs, step }: EventTime, write: (event: BinaryWriter) => void): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.Bit64).double(timeMs / 1000);
  if (step !== 0) writer.tag(2, WireType.Varint).int64(step);
  write(writer);
  return writer.finish();
}

function message(writer: BinaryWriter, field: number, write: (message: BinaryWriter) => void): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  write(writer);
  writer.join();
}
