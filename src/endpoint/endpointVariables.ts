import { endpointVariable } from '../contract/tracking';

/** What a script's environment has so that W&B's client sends its runs here. */
export function endpointVariables(port: number, key: string): Readonly<Record<string, string>> {
  const address = `http://127.0.0.1:${port}`;
  return {
    WANDB_BASE_URL: address,
    WANDB_API_KEY: key,
    // In seconds: clients of 2024 and newer would send their rows every fifteen.
    WANDB_X_FILE_STREAM_TRANSMIT_INTERVAL: '1',
    // So that Digits Lab itself does not take it for the server that its own runs are sent to.
    [endpointVariable]: address,
  };
}
