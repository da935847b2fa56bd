export { ReleaseImages } from "./releaseImages";
export * from "./releaseImagesArgs";
export * from "./repositories";
export * from "./repositoriesArgs";
