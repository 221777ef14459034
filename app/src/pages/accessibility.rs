//! Tillgänglighetsredogörelse, as the Swedish act on accessibility of digital public service (2018:1937) asks for.

use leptos::prelude::*;

use crate::components::{Page, Width};

/// How accessible Stins is, what is known to fail, and where to say so.
#[component]
pub fn AccessibilityPage() -> impl IntoView {
    view! {
        <Page
            title="Tillgänglighet"
            width=Width::Narrow
            lede=view! { "Stins ska kunna användas av alla. Så här långt har vi kommit." }.into_any()
        >
            <article class="prose">
                <h2>"Hur tillgänglig är tjänsten?"</h2>
                <p>
                    "Stins är byggd för att följa WCAG 2.1 nivå AA, som lagen (2018:1937) om tillgänglighet till digital offentlig service kräver. Varje sida prövas automatiskt med axe, även färgkontrast, och hela självvärderingen går att göra med bara tangentbord. Sidorna fungerar från 320 pixlars bredd och med 400 procents förstoring."
                </p>
                <h2>"Vad som inte är tillgängligt"</h2>
                <ul>
                    <li>
                        "Filer som kliniker bifogar som underlag, till exempel PDF och Word, är deras egna och kan sakna rubriker eller bildtexter. Be kliniken om innehållet i en annan form."
                    </li>
                    <li>
                        "Tjänsten har inte prövats av personer med funktionsnedsättning. Hittar du hinder vill vi veta det."
                    </li>
                </ul>
                <h2>"Säg till om något inte fungerar"</h2>
                <p>
                    "Kontakta den övergripande studierektorn eller administratören hos din vårdgivare. Skriv vilken sida det gäller och vad du försökte göra. Vårdgivaren ansvarar för att du får svar."
                </p>
                <h2>"Tillsyn"</h2>
                <p>
                    "Myndigheten för digital förvaltning (Digg) har tillsyn över lagen. Är du inte nöjd med svaret kan du "
                    <a href="https://www.digg.se/tdosanmalan" rel="external">
                        "anmäla det till Digg"
                    </a> "."
                </p>
                <h2>"Kortkommandon"</h2>
                <p>
                    "I självvärderingen och granskningen visar tangenten ? alla kortkommandon. De verkar inte medan du skriver i ett fält."
                </p>
            </article>
        </Page>
    }
}
