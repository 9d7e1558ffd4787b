import CloudContainers
import Mustache

extension MigrationReport {
    /// The report as a page that needs nothing else: no script, no picture, no font from elsewhere.
    ///
    /// - Throws: ``Failure`` where the template is wrong.
    func html() throws -> String {
        // Every value goes through it, whatever a template says.
        MustacheContentTypes.register(PageText(), named: "PAGE")
        do {
            return try MustacheTemplate(string: Self.page).render(self)
        } catch {
            throw Failure(.internalError, "the template of the report is wrong: \(error)", advice: Failure.bugAdvice)
        }
    }

    /// Text of a page.
    private struct PageText: MustacheContentType {
        /// Escapes each scalar: the library's own looks at characters, of which `<` with an accent is another one.
        func escapeText(_ text: String) -> String {
            var result = ""
            for scalar in TerminalText.escaped(text).unicodeScalars {
                switch scalar {
                case "&": result += "&amp;"
                case "<": result += "&lt;"
                case ">": result += "&gt;"
                case "\"": result += "&quot;"
                case "'": result += "&#39;"
                default: result.unicodeScalars.append(scalar)
                }
            }
            return result
        }
    }

    private static let page = """
        {{% CONTENT_TYPE:PAGE}}
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <title>{{title}}</title>
        <style>
        :root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --line: #d0d7de; --soft: #f6f8fa;
          --faint: #57606a; --good: #1a7f37; --notice: #9a6700; --bad: #cf222e; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --line: #30363d; --soft: #161b22;
          --faint: #9198a1; --good: #3fb950; --notice: #d29922; --bad: #f85149; } }
        body { margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: var(--ink); background: var(--paper);
          font: 15px/1.5 system-ui, sans-serif; }
        h1 { margin-bottom: 0; } h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line); }
        .faint { color: var(--faint); } .good { color: var(--good); } .notice { color: var(--notice); }
        .bad { color: var(--bad); }
        .verdict { border-left: .4rem solid currentColor; background: var(--soft); padding: .8rem 1rem; margin: 1.5rem 0; }
        .verdict p { color: var(--ink); margin: .2rem 0 0; } .verdict strong { font-size: 1.3rem; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; margin: .8rem 0; }
        th, td { border: 1px solid var(--line); padding: .3rem .6rem; text-align: left; vertical-align: top;
          overflow-wrap: anywhere; }
        th { background: var(--soft); } table.small { font-size: 13px; }
        svg.time text { font: 13px system-ui, sans-serif; fill: currentColor; } svg.time rect { fill: currentColor; }
        code { font: 13px/1.4 ui-monospace, monospace; }
        @media print { body { margin: 0; max-width: none; font-size: 11px; } .wide { overflow: visible; }
          section { break-inside: auto; } h2, h3 { break-after: avoid; } tr { break-inside: avoid; } }
        </style>
        </head>
        <body>
        <h1>{{title}}</h1>
        <p class="faint">{{way}}</p>
        <div class="verdict {{emphasis}}"><strong>{{verdict}}</strong><p>{{explanation}}</p></div>
        {{^empty(needed)}}
        <p>To go on, add:</p>
        <ul>{{#needed}}<li><code>{{.}}</code></li>{{/needed}}</ul>
        {{/empty(needed)}}
        <table><tbody>
        {{#summary}}<tr><th scope="row">{{name}}</th><td>{{value}}</td></tr>
        {{/summary}}</tbody></table>
        {{^empty(results)}}
        <h2>Outcome</h2>
        <div class="wide"><table><thead><tr><th>Service</th><th>On the target</th><th>State</th><th>Time</th><th>Reason</th></tr></thead><tbody>
        {{#results}}<tr><td>{{name}}</td><td>{{target}}</td><td class="{{emphasis}}">{{state}}</td><td>{{time}}</td><td>{{reason}}</td></tr>
        {{/results}}</tbody></table></div>
        <table><tbody>
        {{#timings}}<tr><th scope="row">{{name}}</th><td>{{value}}</td></tr>
        {{/timings}}</tbody></table>
        {{/empty(results)}}
        {{^empty(timeline)}}
        <div class="wide"><svg class="time" role="img" aria-label="When things happened to each service" width="1000" height="{{timelineHeight}}">
        {{#timeline}}<text x="0" y="{{base}}">{{name}}</text><rect class="{{emphasis}}" x="{{left}}" y="{{top}}" width="{{breadth}}" height="16" rx="2"><title>{{name}}: {{label}}</title></rect><text class="faint" x="800" y="{{base}}">{{label}}</text>
        {{/timeline}}</svg></div>
        {{/empty(timeline)}}
        <h2>Estimate</h2>
        <ul>{{#estimate}}<li>{{.}}</li>{{/estimate}}</ul>
        {{^empty(raises)}}
        <p>What is raised:</p>
        <ul>{{#raises}}<li>{{.}}</li>{{/raises}}</ul>
        {{/empty(raises)}}
        {{^empty(staying)}}
        <h2>Does not move</h2>
        <ul>{{#staying}}<li>{{.}}</li>{{/staying}}</ul>
        {{/empty(staying)}}
        {{#services}}
        <section>
        <h2>{{title}}</h2>
        <table><tbody>
        {{#facts}}<tr><th scope="row">{{name}}</th><td>{{value}}</td></tr>
        {{/facts}}</tbody></table>
        {{^empty(changes)}}
        <h3>What changes</h3>
        <div class="wide"><table><thead><tr><th>Outcome</th><th>Source field</th><th>Source value</th><th>Target field</th><th>Target value</th><th>Meaning</th><th>What to do</th></tr></thead><tbody>
        {{#changes}}<tr><td class="{{emphasis}}">{{outcome}}<br><code>{{code}}</code></td><td><code>{{field}}</code></td><td>{{before}}</td><td><code>{{targetField}}</code></td><td>{{after}}</td><td>{{meaning}}</td><td>{{advice}}</td></tr>
        {{/changes}}</tbody></table></div>
        {{/empty(changes)}}
        {{^empty(fields)}}
        <h3>Every field of the target</h3>
        <div class="wide"><table class="small"><thead><tr><th>Field</th><th>Wanted</th><th>Target field</th><th>Target value</th><th>Outcome</th></tr></thead><tbody>
        {{#fields}}<tr><td><code>{{field}}</code></td><td>{{value}}</td><td><code>{{targetField}}</code></td><td>{{targetValue}}</td><td>{{outcome}}</td></tr>
        {{/fields}}</tbody></table></div>
        {{/empty(fields)}}
        {{^empty(requests)}}
        <h3>Requests</h3>
        <div class="wide"><table class="small"><tbody>
        {{#requests}}<tr><td>{{method}}</td><td><code>{{path}}</code></td><td>{{purpose}}</td></tr>
        {{/requests}}</tbody></table></div>
        {{/empty(requests)}}
        </section>
        {{/services}}
        </body>
        </html>

        """
}
