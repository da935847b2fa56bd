/** What the server that sent this page wrote into it. */
export const page = { release: meta("release"), pin: meta("release-pin"), color: meta("color") };

function meta(name: string): string {
    return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? "";
}
