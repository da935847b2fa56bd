export * from "./args";
export { ReleaseImages } from "./releaseImages";
export * from "./repositories";
