export default function clusterDown(): Promise<void>;
