/** The devices that the tests of what every device promises and computes are tried on: a new device is a line here. */
import { ReferenceDevice } from "../../../src/backend/devices/reference/reference_device.ts";
import { WasmDevice } from "../../../src/backend/devices/wasm/wasm_device.ts";
import type { Device } from "../../../src/backend/program/device.ts";

/** A device to be compared with the reference device. */
export interface ComparedDevice {
  start(): Promise<Device>;
  /** Of how many random cases one is compared: what is slow and shares the code of another may take a part. */
  readonly oneOf: number;
}

/** The devices whose bits are those of the reference device, by name. */
export const COMPARED: Readonly<Record<string, ComparedDevice>> = {
  "the WASM device on one thread": { start: () => WasmDevice.start({ threads: 1 }), oneOf: 1 },
  "the WASM device on two threads": { start: () => WasmDevice.start({ threads: 2 }), oneOf: 4 },
};

/** All devices, by name. */
export const DEVICES: Readonly<Record<string, Pick<ComparedDevice, "start">>> = {
  "the reference device": { start: () => Promise.resolve(new ReferenceDevice()) },
  ...COMPARED,
};
