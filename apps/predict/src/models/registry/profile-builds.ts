import { Injectable } from '@nestjs/common';
import { type ModelVersion, versionKey } from '../manifest/index.js';

/** How far the build of a reference profile is, or why it failed. */
export type ProfileBuildState =
  | { readonly step: string; readonly done: number; readonly total?: number | undefined }
  | { readonly failure: string };

/** The reference profiles that this replica builds after their versions were published. */
@Injectable()
export class ProfileBuilds {
  private readonly states = new Map<string, ProfileBuildState>();

  /** Undefined for a version whose profile is built, or is not being built here. */
  of(version: ModelVersion): ProfileBuildState | undefined {
    return this.states.get(versionKey(version));
  }

  report(version: ModelVersion, state: ProfileBuildState): void {
    this.states.set(versionKey(version), state);
  }

  /** The profile is built. */
  end(version: ModelVersion): void {
    this.states.delete(versionKey(version));
  }
}
