import type { Call, Instance } from "./api";
import { page } from "./page";

interface Props {
    readonly last: Call | undefined;
    readonly instance: Instance | undefined;
}

/** The release of the last answer; red when it is not the page's. */
export function ApiBadge({ last, instance }: Props) {
    const release = last?.release ?? "";
    const color = instance?.release === release ? instance.color : "";
    return (
        <span className={`badge ${release && release !== page.release ? "stranger" : color}`}>
            API <b data-testid="api-release">{release || "none"}</b> {color}
        </span>
    );
}
