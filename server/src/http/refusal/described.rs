//! What operations may be refused with, as the API's description tells it: in sets that nearly all share.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use shared::problem::Problem;
use utoipa::{
    IntoResponses, ToSchema as _,
    openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder},
};

macro_rules! sets {
    ($($(#[$doc:meta])* $name:ident { $($status:ident),+ })+) => {
        $(
            $(#[$doc])*
            pub struct $name;

            impl IntoResponses for $name {
                fn responses() -> BTreeMap<String, RefOr<Response>> {
                    [$(StatusCode::$status),+].map(problem).into()
                }
            }
        )+
    };
}

sets! {
    /// Of everything that belongs to somebody: the role may not, or the person doesn't see it.
    Guarded { FORBIDDEN, NOT_FOUND }
    /// Of every change of what others change too: overtaken, or sent without the version it starts from.
    Versioned { CONFLICT, PRECONDITION_FAILED }
    /// Of everything with fields: at one of them something is wrong.
    Checked { UNPROCESSABLE_ENTITY }
}

fn problem(status: StatusCode) -> (String, RefOr<Response>) {
    let schema = Ref::from_schema_name(Problem::name());
    let content = ContentBuilder::new().schema(Some(schema)).build();
    let response = ResponseBuilder::new().content("application/json", content).build();
    (status.as_u16().to_string(), response.into())
}
